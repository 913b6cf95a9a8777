import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The inner nodes of a book's tree that stand over 64, 4,096, 262,144, ... leaves, so that a proof reads some hundred hashes
 * whatever the size of the book. They follow from the leaves: the function takes a book and nothing else, so nobody can write
 * others, and `ayni verify` makes them anew.
 */
export class TreeNodes1764000000100 implements MigrationInterface {
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
CREATE TABLE ledger.tree_node (
  book_id text COLLATE "C" NOT NULL,
  level   smallint NOT NULL CHECK (level > 0 AND level % 6 = 0),
  number  bigint NOT NULL CHECK (number >= 0),
  hash    bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (book_id, level, number)
);
GRANT SELECT ON ledger.tree_node TO ayni_book, ayni_app;
RESET ROLE;
`;

/*
 * Level by level, from the first node that is missing, over what is complete of the level below; at most 65,536 leaves at once,
 * and true when there is more. Two at once write the same rows.
 */
const grow = `
SET LOCAL ROLE ayni_owner;
CREATE FUNCTION ledger.grow_tree(p_book text) RETURNS boolean
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
  FOR node_level IN 6..60 BY 6 LOOP
    begun := coalesce((
      SELECT n.number + 1 FROM ledger.tree_node n WHERE n.book_id = p_book AND n.level = node_level
      ORDER BY n.number DESC LIMIT 1
    ), 0);
    complete := below / 64;
    IF node_level = 6 THEN
      more := complete > begun + 1024;
      complete := least(complete, begun + 1024);
    END IF;
    below := greatest(begun, complete);
    CONTINUE WHEN complete <= begun;

    IF node_level = 6 THEN
      SELECT string_agg(e.leaf, ''::bytea ORDER BY e.position) INTO hashes FROM ledger.event e
      WHERE e.book_id = p_book AND e.position > begun * 64 AND e.position <= complete * 64;
    ELSE
      SELECT string_agg(n.hash, ''::bytea ORDER BY n.number) INTO hashes FROM ledger.tree_node n
      WHERE n.book_id = p_book AND n.level = node_level - 6 AND n.number >= begun * 64 AND n.number < complete * 64;
    END IF;
    IF length(hashes) IS DISTINCT FROM (complete - begun) * 64 * 32 THEN
      RAISE EXCEPTION 'leaves of book % are missing', p_book USING ERRCODE = 'AY003';
    END IF;
    -- Six times two and two become one: SHA-256(0x01 || left || right), RFC 6962 2.1.
    FOR halving IN 1..6 LOOP
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
REVOKE ALL ON FUNCTION ledger.grow_tree FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.grow_tree TO ayni_book;
RESET ROLE;
`;

const growAll = `
DO $$
DECLARE
  book text;
BEGIN
  FOR book IN SELECT h.book_id FROM ledger.book_head h WHERE h.position >= 64 LOOP
    WHILE ledger.grow_tree(book) LOOP
    END LOOP;
  END LOOP;
END
$$;
`;
