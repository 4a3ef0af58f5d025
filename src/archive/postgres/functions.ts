/** What SQLite's JSON functions do, as far as the archive asks. */
export const FUNCTIONS_SQL = `
  -- The elements of an array, as texts.
  CREATE OR REPLACE FUNCTION sqlite_json_each(document text) RETURNS TABLE (value text)
    LANGUAGE sql IMMUTABLE STRICT ROWS 20 AS $$ SELECT json_array_elements_text(document::json) $$;
  -- A value of an array ('$[1]').
  CREATE OR REPLACE FUNCTION sqlite_json_extract(document text, path text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT AS $$
      SELECT jsonb_path_query_first(document::jsonb, path::jsonpath) #>> '{}' $$;
  -- Whether a value ('$.dryRun') is true.
  CREATE OR REPLACE FUNCTION sqlite_json_flag(document text, path text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT AS $$
      SELECT coalesce(jsonb_path_query_first(document::jsonb, path::jsonpath) = 'true'::jsonb, false) $$;
  CREATE OR REPLACE FUNCTION hex(bytes bytea) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT upper(encode(bytes, 'hex')) $$;
  CREATE OR REPLACE FUNCTION unhex(digits text) RETURNS bytea
    LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT decode(digits, 'hex') $$;
  -- A value with the year, the next and the last one in the place of their marks, where it is a text.
  CREATE OR REPLACE FUNCTION usual_value(value jsonb, year bigint) RETURNS jsonb
    LANGUAGE sql IMMUTABLE AS $$
      SELECT CASE jsonb_typeof(value) WHEN 'string' THEN to_jsonb(replace(replace(replace(value #>> '{}',
        chr(1), coalesce(year::text, '')), chr(2), coalesce((year + 1)::text, '')), chr(3), coalesce((year - 1)::text, '')))
        ELSE value END $$;
`;
