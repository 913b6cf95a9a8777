import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The inner nodes that a book keeps stand over 16, 256, 4,096, ... leaves: a proof is made from some ninety hashes, where nodes over 64
 * and 4,096 asked for 250, and so grows less with the book. Those that there are go, and are made again.
 */
export class NodesCloser1764000000105 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(nodes);
    await runner.query(grow);
    await runner.query(growAll);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const nodes = `
SET LOCAL ROLE ayni_owner;
TRUNCATE ledger.tree_node;
ALTER TABLE ledger.tree_node DROP CONSTRAINT tree_node_level_check;
ALTER TABLE ledger.tree_node ADD CONSTRAINT tree_node_level_check CHECK (level > 0 AND level % 4 = 0);
RESET ROLE;
`;

/* As before, with four levels from one that is kept to the next; at most 65,536 leaves at once. */
const grow = `
SET LOCAL ROLE ayni_owner;
CREATE OR REPLACE FUNCTION ledger.grow_tree(p_book text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  below bigint;
  begun bigint;
  complete bigint;
  hashes bytea;
  more boolean;
BEGIN
  SELECT h.position INTO below FROM ledger.book_head h WHERE h.book_id = p_book;
  FOR node_level IN 4..60 BY 4 LOOP
    begun := coalesce((
      SELECT n.number + 1 FROM ledger.tree_node n WHERE n.book_id = p_book AND n.level = node_level
      ORDER BY n.number DESC LIMIT 1
    ), 0);
    complete := below / 16;
    IF node_level = 4 THEN
      more := complete > begun + 4096;
      complete := least(complete, begun + 4096);
    END IF;
    below := greatest(begun, complete);
    CONTINUE WHEN complete <= begun;

    IF node_level = 4 THEN
      SELECT string_agg(e.leaf, ''::bytea ORDER BY e.position) INTO hashes FROM ledger.event e
      WHERE e.book_id = p_book AND e.position > begun * 16 AND e.position <= complete * 16;
    ELSE
      SELECT string_agg(n.hash, ''::bytea ORDER BY n.number) INTO hashes FROM ledger.tree_node n
      WHERE n.book_id = p_book AND n.level = node_level - 4 AND n.number >= begun * 16 AND n.number < complete * 16;
    END IF;
    IF length(hashes) IS DISTINCT FROM (complete - begun) * 16 * 32 THEN
      RAISE EXCEPTION 'leaves of book % are missing', p_book USING ERRCODE = 'AY003';
    END IF;
    -- Four times two and two become one: SHA-256(0x01 || left || right), RFC 6962 2.1.
    FOR halving IN 1..4 LOOP
      hashes := (
        SELECT string_agg(sha256('\\x01'::bytea || substring(hashes FROM n * 64 + 1 FOR 64)), ''::bytea ORDER BY n)
        FROM generate_series(0, length(hashes) / 64 - 1) n
      );
    END LOOP;
    INSERT INTO ledger.tree_node (book_id, level, number, hash)
    SELECT p_book, node_level, begun + n, substring(hashes FROM n * 32 + 1 FOR 32)
    FROM generate_series(0, (complete - begun)::integer - 1) n
    ON CONFLICT DO NOTHING;
  END LOOP;
  RETURN coalesce(more, false);
END
$$;
RESET ROLE;
`;

const growAll = `
DO $$
DECLARE
  book text;
BEGIN
  FOR book IN SELECT h.book_id FROM ledger.book_head h WHERE h.position >= 16 LOOP
    WHILE ledger.grow_tree(book) LOOP
    END LOOP;
  END LOOP;
END
$$;
`;
