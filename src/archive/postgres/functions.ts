/** What SQLite's JSON functions do, as far as the archive asks. */
export const FUNCTIONS_SQL = `
  -- The elements of an array, as texts.
  CREATE FUNCTION sqlite_json_each(document text) RETURNS TABLE (value text)
    LANGUAGE sql IMMUTABLE STRICT ROWS 20 AS $$ SELECT json_array_elements_text(document::json) $$;
  -- A value of an array ('$[1]').
  CREATE FUNCTION sqlite_json_extract(document text, path text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT AS $$
      SELECT jsonb_path_query_first(document::jsonb, path::jsonpath) #>> '{}' $$;
  -- Whether a value ('$.dryRun') is true.
  CREATE FUNCTION sqlite_json_flag(document text, path text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT AS $$
      SELECT coalesce(jsonb_path_query_first(document::jsonb, path::jsonpath) = 'true'::jsonb, false) $$;
`;
