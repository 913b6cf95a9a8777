import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { XmlBufferInputProvider, XmlDocument, XmlLibError, XsdValidator, xmlRegisterInputProvider } from 'libxml2-wasm';

/**
 * The folder with the schemas and code lists of IATI and real publishers' files, `../shared/iati` beside the project;
 * undefined on a computer that has none. A test that needs it says so in its name and runs on a sample of ours as well.
 */
export function iatiFolder(): string | undefined {
  const folder = resolve(import.meta.dirname, '../../../shared/iati');
  return existsSync(join(folder, '2.03', 'iati-activities-schema.xsd')) ? folder : undefined;
}

const schemaFiles = ['iati-activities-schema.xsd', 'iati-common.xsd', 'xml.xsd'];

let validator: XsdValidator | undefined;

function activitiesValidator(): XsdValidator {
  if (validator) return validator;
  const folder = iatiFolder();
  if (!folder) throw new Error('the IATI schemas are not on this computer: ask iatiFolder() first');
  const schemas = Object.fromEntries(schemaFiles.map((file) => [file, readFileSync(join(folder, '2.03', file))]));
  // The schemas name each other by file name alone; the provider answers them from memory.
  xmlRegisterInputProvider(new XmlBufferInputProvider(schemas));
  const doc = XmlDocument.fromBuffer(schemas['iati-activities-schema.xsd']!, { url: 'iati-activities-schema.xsd' });
  try {
    validator = XsdValidator.fromDoc(doc);
    return validator;
  } finally {
    doc.dispose();
  }
}

/** What the IATI 2.03 activity schema says against a file, one text an error with its line; empty when it is valid. */
export function validateActivities(xml: string | Uint8Array): string[] {
  let doc: XmlDocument | undefined;
  try {
    const check = activitiesValidator();
    doc = typeof xml === 'string' ? XmlDocument.fromString(xml) : XmlDocument.fromBuffer(xml);
    check.validate(doc);
    return [];
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    return error.details.map((detail) => `line ${detail.line}: ${detail.message.trim()}`);
  } finally {
    doc?.dispose();
  }
}
