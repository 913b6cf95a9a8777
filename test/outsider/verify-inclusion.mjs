// Written from docs/formats/journal.md alone, sections 4 and 6: says of each answer of `/events/{position}/proof` whether the event
// whose text stands beside it is in the tree of a root that the reader trusts.
//   node verify-inclusion.mjs FILE     FILE: a JSON list of { text, proof, root }
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const bytes = (hex) => Buffer.from(hex, 'hex');

function holds({ text, proof, root }) {
  let hash = sha256(Buffer.of(0), Buffer.from(text, 'utf8'));
  if (JSON.parse(text).position !== proof.position) return false;
  let a = proof.position - 1;
  let z = proof.treeSize - 1;
  if (a > z) return false;
  for (const sibling of proof.auditPath.map(bytes)) {
    if (z === 0) return false;
    if (a % 2 === 1 || a === z) {
      hash = sha256(Buffer.of(1), sibling, hash);
      while (a % 2 === 0 && a > 0) [a, z] = [a / 2, Math.floor(z / 2)];
    } else {
      hash = sha256(Buffer.of(1), hash, sibling);
    }
    [a, z] = [Math.floor(a / 2), Math.floor(z / 2)];
  }
  return z === 0 && hash.equals(bytes(root));
}

const answers = JSON.parse(readFileSync(process.argv[2], 'utf8'));
for (const each of answers) process.stdout.write(holds(each) ? 'holds\n' : 'fails\n');
