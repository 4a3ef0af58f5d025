/**
 * Payloads outside the database. `payloads.object_sha256` names the object that holds what would else stand in `bytes`, by
 * the hash of just that; NULL: it stands in `bytes`. The copies in `dictionaries` stay here: what most pages are stored
 * with is at hand, and no page needs more than one object.
 */
export const PLACES = `
  CREATE TABLE payload_place (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    address TEXT NOT NULL
  ) STRICT;
  ALTER TABLE payloads ADD COLUMN object_sha256 TEXT;

  DROP VIEW payload_bodies;
  CREATE VIEW payload_bodies AS
    SELECT p.id, p.sha256, p.size, CASE WHEN p.object_sha256 IS NULL THEN payload_body(p.sha256, p.size, p.encoding, p.bytes,
      d.payload_sha256, d.size, d.encoding, d.bytes) END AS body
    FROM payloads p LEFT JOIN dictionaries d ON d.id = p.dictionary_id;
`;
