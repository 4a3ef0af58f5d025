-- A database as schema version 9 left it, written by the program of its time.
PRAGMA application_id = 1852399982;
PRAGMA user_version = 9;
BEGIN;
CREATE TABLE sites (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    region_code TEXT NOT NULL,
    crawler TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'retired'))
  ) STRICT;
CREATE TABLE expectations (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    year INTEGER NOT NULL,
    UNIQUE (site_id, year)
  ) STRICT;
CREATE TABLE fields (
    id INTEGER PRIMARY KEY,
    field TEXT NOT NULL UNIQUE
  ) STRICT;
CREATE TABLE lock (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    token TEXT NOT NULL,
    pid INTEGER NOT NULL,
    host TEXT NOT NULL,
    started_at TEXT NOT NULL,
    heartbeat_at TEXT NOT NULL
  ) STRICT;
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    trigger TEXT NOT NULL CHECK (trigger IN ('cron', 'manual')),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    outcome TEXT CHECK (outcome IN ('ok', 'attention', 'stopped', 'interrupted')),
    options TEXT NOT NULL,
    versions TEXT NOT NULL
  ) STRICT;
CREATE TABLE run_sites (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    site_id TEXT NOT NULL REFERENCES sites (id),
    started_at TEXT NOT NULL,
    finished_at TEXT NOT NULL,
    outcome TEXT NOT NULL
      CHECK (outcome IN ('ok', 'unchanged', 'partial', 'blocked', 'broken', 'failed', 'deferred')),
    whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
    found INTEGER NOT NULL,
    new INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    blocked INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    message TEXT,
    retry_at TEXT,
    UNIQUE (run_id, site_id)
  ) STRICT;
CREATE TABLE alarms (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    cause TEXT NOT NULL,
    message TEXT NOT NULL,
    since TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    closed_at TEXT
  ) STRICT;
CREATE TABLE resources (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    url TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('list', 'report', 'attachment')),
    title TEXT,
    published_on TEXT,
    first_seen_at TEXT,
    last_seen_at TEXT,
    parent_url TEXT,
    listed_body TEXT,
    listed_year INTEGER,
    UNIQUE (site_id, url)
  ) STRICT;
CREATE TABLE payloads (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    size INTEGER NOT NULL,
    encoding TEXT NOT NULL,
    bytes BLOB NOT NULL
  , dictionary_id INTEGER REFERENCES dictionaries (id)) STRICT;
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    resource_id INTEGER NOT NULL REFERENCES resources (id),
    run_id INTEGER REFERENCES runs (id),
    fetched_at TEXT NOT NULL,
    status INTEGER,
    outcome TEXT NOT NULL,
    detail TEXT,
    headers TEXT NOT NULL,
    final_url TEXT NOT NULL,
    payload_sha256 TEXT REFERENCES payloads (sha256),
    rendered_sha256 TEXT REFERENCES payloads (sha256),
    revalidated_sha256 TEXT REFERENCES payloads (sha256),
    via TEXT NOT NULL CHECK (via IN ('http', 'browser', 'import')),
    form TEXT,
    hops TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    retry_at TEXT
  , import_id INTEGER REFERENCES imports (id), origin TEXT, tls TEXT) STRICT;
CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    region_code TEXT NOT NULL,
    body TEXT NOT NULL,
    year INTEGER NOT NULL,
    title TEXT,
    published_on TEXT,
    form TEXT,
    status TEXT,
    url TEXT NOT NULL,
    edition_id INTEGER REFERENCES editions (id) DEFERRABLE INITIALLY DEFERRED, withdrawn_since TEXT, withdrawn_as TEXT CHECK (withdrawn_as IN ('gone', 'unlisted')),
    UNIQUE (site_id, body, year)
  ) STRICT;
CREATE TABLE edition_warnings (
    id INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    field TEXT,
    message TEXT NOT NULL
  ) STRICT;
CREATE TABLE report_aliases (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    content_sha256 TEXT,
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    UNIQUE (report_id, url)
  ) STRICT;
CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    imported_at TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    software TEXT,
    note TEXT
  ) STRICT;
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    body TEXT NOT NULL,
    year INTEGER NOT NULL,
    field TEXT,
    was ANY,
    value ANY,
    url TEXT,
    was_body TEXT,
    was_year INTEGER,
    author TEXT NOT NULL,
    corrected_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    source TEXT NOT NULL,
    met_body TEXT,
    met_year INTEGER,
    met_at TEXT,
    CHECK ((field IS NULL) = (url IS NOT NULL))
  ) STRICT;
CREATE TABLE run_columns (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    site_id TEXT NOT NULL REFERENCES sites (id),
    url TEXT NOT NULL,
    found INTEGER NOT NULL,
    family TEXT,
    good INTEGER NOT NULL CHECK (good IN (0, 1)),
    UNIQUE (run_id, site_id, url)
  ) STRICT;
CREATE TABLE site_health (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    health TEXT NOT NULL CHECK (health IN ('ok', 'degraded', 'broken', 'blocked', 'retired')),
    why TEXT,
    since TEXT NOT NULL
  ) STRICT;
CREATE TABLE year_checks_due (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (site_id, body)
  ) STRICT;
CREATE TABLE disclosure (
           id INTEGER PRIMARY KEY,
           report_id INTEGER NOT NULL UNIQUE REFERENCES reports (id) ON DELETE CASCADE
           , disclosure_rules_made INTEGER, fees_info_processing_amount REAL);
CREATE TABLE requests (
           id INTEGER PRIMARY KEY,
           report_id INTEGER NOT NULL UNIQUE REFERENCES reports (id) ON DELETE CASCADE
           , requests_new_natural_person INTEGER, requests_granted_total INTEGER);
CREATE TABLE litigation (
           id INTEGER PRIMARY KEY,
           report_id INTEGER NOT NULL UNIQUE REFERENCES reports (id) ON DELETE CASCADE
           , litigation_review_total INTEGER);
CREATE TABLE dictionaries (
    id INTEGER PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    kind TEXT NOT NULL CHECK (kind IN ('list', 'report', 'attachment', 'rendered')),
    payload_sha256 TEXT NOT NULL REFERENCES payloads (sha256),
    size INTEGER NOT NULL,
    encoding TEXT NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
CREATE TABLE recoding (
    id INTEGER PRIMARY KEY REFERENCES payloads (id)
  ) STRICT;
CREATE TABLE layouts (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    entries TEXT NOT NULL
  ) STRICT;
CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL UNIQUE REFERENCES editions (id) ON DELETE CASCADE,
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    parser_version TEXT NOT NULL,
    digest TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    printed_body TEXT,
    printed_year INTEGER,
    form_disclosure TEXT,
    form_requests TEXT,
    form_litigation TEXT,
    form_legacy TEXT,
    layout_id INTEGER NOT NULL REFERENCES layouts (id),
    figure_codes TEXT NOT NULL,
    figures TEXT NOT NULL,
    check_layout_id INTEGER NOT NULL REFERENCES layouts (id),
    check_codes TEXT NOT NULL,
    checks TEXT NOT NULL,
    other_checks TEXT,
    failed INTEGER NOT NULL,
    texts BLOB NOT NULL
  ) STRICT;
CREATE TABLE report_year_checks (
    id INTEGER PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    check_layout_id INTEGER NOT NULL REFERENCES layouts (id),
    check_codes TEXT NOT NULL,
    checks TEXT NOT NULL,
    other_checks TEXT,
    failed INTEGER NOT NULL
  ) STRICT;
CREATE TABLE judgements (
    id INTEGER PRIMARY KEY,
    resource_id INTEGER NOT NULL REFERENCES resources (id),
    payload_id INTEGER NOT NULL REFERENCES payloads (id),
    role TEXT NOT NULL CHECK (role IN ('content', 'part')),
    parser_version TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    report_id INTEGER REFERENCES reports (id) ON DELETE CASCADE,
    url TEXT,
    edition_id INTEGER REFERENCES editions (id) ON DELETE CASCADE,
    content_sha256 TEXT,
    UNIQUE (resource_id, payload_id, report_id)
  ) STRICT;
CREATE TABLE "editions" (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    content_sha256 TEXT NOT NULL,
    url TEXT NOT NULL,
    first_capture_id INTEGER NOT NULL REFERENCES captures (id),
    last_capture_id INTEGER NOT NULL REFERENCES captures (id),
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL
  ) STRICT;
INSERT INTO sites (id, name, region_code, crawler, status) VALUES ('ruzhou', '汝州市', '410482', 'siteserver', 'active');
INSERT INTO sites (id, name, region_code, crawler, status) VALUES ('jinshui', '金水区', '410105', 'zz-public', 'active');
INSERT INTO expectations (id, site_id, year) VALUES (1, 'ruzhou', 2022);
INSERT INTO expectations (id, site_id, year) VALUES (2, 'ruzhou', 2023);
INSERT INTO fields (id, field) VALUES (1, 'disclosure.rules.made');
INSERT INTO fields (id, field) VALUES (2, 'fees.info_processing.amount');
INSERT INTO fields (id, field) VALUES (3, 'requests.new.natural_person');
INSERT INTO fields (id, field) VALUES (4, 'requests.granted.total');
INSERT INTO fields (id, field) VALUES (5, 'litigation.review.total');
INSERT INTO fields (id, field) VALUES (6, 'local.extra');
INSERT INTO fields (id, field) VALUES (7, 'meta.index_number');
INSERT INTO fields (id, field) VALUES (8, 'meta.date');
INSERT INTO runs (id, trigger, started_at, finished_at, outcome, options, versions) VALUES (1, 'cron', '2024-02-01T00:00:00.000Z', '2024-02-01T00:01:00.000Z', 'attention', '{}', '{"nianbao":"0.1.0"}');
INSERT INTO run_sites (id, run_id, site_id, started_at, finished_at, outcome, whole, found, new, changed, unchanged, blocked, failed, message, retry_at) VALUES (1, 1, 'ruzhou', '2024-02-01T00:00:00.000Z', '2024-02-01T00:01:00.000Z', 'partial', 1, 3, 2, 1, 0, 1, 0, 'x', NULL);
INSERT INTO alarms (id, site_id, cause, message, since, last_seen, closed_at) VALUES (1, 'ruzhou', 'missing_year:2021', 'no report for 2021 was found', '2024-02-01T00:00:00.000Z', '2024-02-01T00:00:00.000Z', NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (1, 'ruzhou', 'https://www.ruzhou.gov.cn/a.html', 'report', '年度报告', '2024-01-20', '2024-02-01T00:00:01.000Z', '2024-02-01T00:00:02.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (2, 'ruzhou', 'https://m.ruzhou.gov.cn/a.html', 'report', '年度报告', '2024-01-20', '2024-02-01T00:00:03.000Z', '2024-02-01T00:00:03.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (3, 'ruzhou', 'https://www.ruzhou.gov.cn/b.html', 'report', '年度报告', '2024-01-20', '2024-02-01T00:00:04.000Z', '2024-02-01T00:00:04.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (4, 'jinshui', 'https://www.jinshui.gov.cn/c.html', 'report', '年度报告', '2024-01-20', '2024-02-01T00:00:05.000Z', '2024-02-01T00:00:05.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (5, 'ruzhou', 'https://www.ruzhou.gov.cn/list.html', 'list', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (6, 'ruzhou', 'https://www.ruzhou.gov.cn/water.html', 'report', '年度报告', '2024-01-20', '2024-03-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (7, 'ruzhou', 'https://www.ruzhou.gov.cn/list_1.html', 'list', NULL, NULL, '2024-02-01T00:00:01.000Z', '2024-02-01T00:00:01.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (8, 'ruzhou', 'https://www.ruzhou.gov.cn/list_2.html', 'list', NULL, NULL, '2024-02-01T00:00:02.000Z', '2024-02-01T00:00:02.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (9, 'ruzhou', 'https://www.ruzhou.gov.cn/list_3.html', 'list', NULL, NULL, '2024-02-01T00:00:03.000Z', '2024-02-01T00:00:03.000Z', NULL, NULL, NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id) VALUES (1, '64d1ddd007b45e3d5d72c467ac10256cd7ec4864568f632c4d451b85c16bfc2a', 14, 'identity', x'3c68746d6c3e333c2f68746d6c3e', NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id) VALUES (2, 'd7a776045029f0c425af6dad770a8afc1a37040e850e237656f73c48ae287a34', 14, 'identity', x'3c68746d6c3e353c2f68746d6c3e', NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id) VALUES (3, '038cdb1b470e78470a0175b7bb8d4f58207d0902c0ce0e8b759f1c73dc66a985', 17, 'identity', x'3c68746d6c3e6e756c6c3c2f68746d6c3e', NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id) VALUES (4, '88afc43298cda38429d613e15480f96462591a266d0e2647ff012620dc236b4a', 14, 'identity', x'3c68746d6c3e303c2f68746d6c3e', NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id) VALUES (5, '7c4418d5cd9f640db512eeb13a6db6e2b4f57700cbf7ab28fb383321cc82b8ce', 2733, 'br', x'1bac0a008cd4484d733b58c6b1ec427e5058e90d8ffb5d2ebf9bdf67a5287183a380ad28cd3008c00785c1431692ac5d34c395045334394477c295aad594e0ab6f84fbb79cccd1f90c9a2526006f21006000', NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id) VALUES (6, '2feb9491654850d5680b39fd4890e69fd3e729644744bd572d91985ba5c714e0', 1619, 'br', x'1b520600c4ef3b8d3460bbf327a59397d2cde2d16b48f7a2c274be768358c1abf4dbcf70cfd917eea9c72920b794135cb4b34b13e98fdffc9684cebfe961eadffe52bed71fff7fdff2b97e4abc0d335f16c5503568b41cf2fc4c6a1a5cb70d2663b4e1651353510f8335d3506983613a8aea33e998e1b273309be9d24410ce2cc4f365a348262c233304794936b8a01546339c05413a521f1bae0ae2919c38d26cbdc21acdac3852e30a3d322f8ee0eb151c591c91b1ca6266e1464b912feba7be4348c20d742cec26019a42509900d52e1451ae8c04f908908fca7e128d4c579a6824b5d0049158421009531258232de40a9916e48ee81d64221a4326c20509aba3ece467d55b413db2174f4386f2ddcccc40b75e614606da4011390375bf566d3ff543cff5fae3dde2d4e8c4194271a000', NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id) VALUES (7, '8a807e3d1afa6bac05449b8dc1aa5430f9d88b942bb206266635592bf8910e24', 1619, 'zstd', x'28b52ffd6053055d000008320200e01619adfc3310', 1);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id) VALUES (8, 'fe8302d2fb4aa5bcf9d1e357c632c2694d152574651a3e38e79cb1612f7898c4', 1619, 'zstd', x'28b52ffd6053055d000008330200e01619adfc3310', 1);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (1, 1, NULL, '2024-02-01T00:00:01.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/a.html', '64d1ddd007b45e3d5d72c467ac10256cd7ec4864568f632c4d451b85c16bfc2a', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (2, 1, NULL, '2024-02-01T00:00:02.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/a.html', 'd7a776045029f0c425af6dad770a8afc1a37040e850e237656f73c48ae287a34', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (3, 2, NULL, '2024-02-01T00:00:03.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://m.ruzhou.gov.cn/a.html', 'd7a776045029f0c425af6dad770a8afc1a37040e850e237656f73c48ae287a34', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (4, 3, NULL, '2024-02-01T00:00:04.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/b.html', '038cdb1b470e78470a0175b7bb8d4f58207d0902c0ce0e8b759f1c73dc66a985', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (5, 4, NULL, '2024-02-01T00:00:05.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.jinshui.gov.cn/c.html', '88afc43298cda38429d613e15480f96462591a266d0e2647ff012620dc236b4a', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (6, 5, 1, '2024-02-01T00:00:06.000Z', 412, 'blocked', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/list.html', NULL, NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (7, 6, NULL, '2024-03-01T00:00:00.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/water.html', '7c4418d5cd9f640db512eeb13a6db6e2b4f57700cbf7ab28fb383321cc82b8ce', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (8, 7, NULL, '2024-02-01T00:00:01.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/list_1.html', '2feb9491654850d5680b39fd4890e69fd3e729644744bd572d91985ba5c714e0', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (9, 8, NULL, '2024-02-01T00:00:02.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/list_2.html', '8a807e3d1afa6bac05449b8dc1aa5430f9d88b942bb206266635592bf8910e24', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (10, 9, NULL, '2024-02-01T00:00:03.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/list_3.html', 'fe8302d2fb4aa5bcf9d1e357c632c2694d152574651a3e38e79cb1612f7898c4', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO reports (id, site_id, region_code, body, year, title, published_on, form, status, url, edition_id, withdrawn_since, withdrawn_as) VALUES (1, 'ruzhou', '410482', '汝州市司法局', 2023, '汝州市司法局2023年政府信息公开工作年度报告', '2024-01-20', '2021', 'complete', 'https://www.ruzhou.gov.cn/a.html', 2, NULL, NULL);
INSERT INTO reports (id, site_id, region_code, body, year, title, published_on, form, status, url, edition_id, withdrawn_since, withdrawn_as) VALUES (2, 'ruzhou', '410482', '汝州市财政局', 2022, '汝州市司法局2023年政府信息公开工作年度报告', '2024-01-20', '2021', 'complete', 'https://www.ruzhou.gov.cn/b.html', 3, '2024-03-01T00:00:00.000Z', 'gone');
INSERT INTO reports (id, site_id, region_code, body, year, title, published_on, form, status, url, edition_id, withdrawn_since, withdrawn_as) VALUES (3, 'jinshui', '410105', '金水区', 2023, '汝州市司法局2023年政府信息公开工作年度报告', '2024-01-20', '2021', 'complete', 'https://www.jinshui.gov.cn/c.html', 4, NULL, NULL);
INSERT INTO reports (id, site_id, region_code, body, year, title, published_on, form, status, url, edition_id, withdrawn_since, withdrawn_as) VALUES (4, 'ruzhou', '410482', '汝州市水利局', 2023, '汝州市司法局2023年政府信息公开工作年度报告', '2024-01-20', '2021', 'complete', 'https://www.ruzhou.gov.cn/water.html', 5, NULL, NULL);
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (1, 1, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (2, 2, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (3, 3, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (4, 4, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (5, 5, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO report_aliases (id, report_id, url, content_sha256, capture_id, first_seen_at, last_seen_at) VALUES (1, 1, 'https://m.ruzhou.gov.cn/a.html', 'ae569590aeef4ab801d5def34733d5f924d300780df1b529c39ba1fb3dda7eab', 3, '2024-02-01T00:00:03.000Z', '2024-02-01T00:00:03.000Z');
INSERT INTO year_checks_due (id, site_id, body) VALUES (1, 'ruzhou', '汝州市司法局');
INSERT INTO year_checks_due (id, site_id, body) VALUES (2, 'ruzhou', '汝州市财政局');
INSERT INTO year_checks_due (id, site_id, body) VALUES (3, 'jinshui', '金水区');
INSERT INTO disclosure (id, report_id, disclosure_rules_made, fees_info_processing_amount) VALUES (1, 1, 0, 12.5);
INSERT INTO disclosure (id, report_id, disclosure_rules_made, fees_info_processing_amount) VALUES (2, 2, 0, 12.5);
INSERT INTO disclosure (id, report_id, disclosure_rules_made, fees_info_processing_amount) VALUES (3, 3, 0, 12.5);
INSERT INTO disclosure (id, report_id, disclosure_rules_made, fees_info_processing_amount) VALUES (4, 4, 0, 12.5);
INSERT INTO requests (id, report_id, requests_new_natural_person, requests_granted_total) VALUES (1, 1, 5, NULL);
INSERT INTO requests (id, report_id, requests_new_natural_person, requests_granted_total) VALUES (2, 2, NULL, NULL);
INSERT INTO requests (id, report_id, requests_new_natural_person, requests_granted_total) VALUES (3, 3, 0, NULL);
INSERT INTO requests (id, report_id, requests_new_natural_person, requests_granted_total) VALUES (4, 4, 9, NULL);
INSERT INTO litigation (id, report_id, litigation_review_total) VALUES (1, 1, 4);
INSERT INTO litigation (id, report_id, litigation_review_total) VALUES (2, 2, 4);
INSERT INTO litigation (id, report_id, litigation_review_total) VALUES (3, 3, 4);
INSERT INTO litigation (id, report_id, litigation_review_total) VALUES (4, 4, 4);
INSERT INTO dictionaries (id, site_id, kind, payload_sha256, size, encoding, bytes) VALUES (1, 'ruzhou', 'list', '2feb9491654850d5680b39fd4890e69fd3e729644744bd572d91985ba5c714e0', 1619, 'br', x'1b520600c4ef3b8d3460bbf327a59397d2cde2d16b48f7a2c274be768358c1abf4dbcf70cfd917eea9c72920b794135cb4b34b13e98fdffc9684cebfe961eadffe52bed71fff7fdff2b97e4abc0d335f16c5503568b41cf2fc4c6a1a5cb70d2663b4e1651353510f8335d3506983613a8aea33e998e1b273309be9d24410ce2cc4f365a348262c233304794936b8a01546339c05413a521f1bae0ae2919c38d26cbdc21acdac3852e30a3d322f8ee0eb151c591c91b1ca6266e1464b912feba7be4348c20d742cec26019a42509900d52e1451ae8c04f908908fca7e128d4c579a6824b5d0049158421009531258232de40a9916e48ee81d64221a4326c20509aba3ece467d55b413db2174f4386f2ddcccc40b75e614606da4011390375bf566d3ff543cff5fae3dde2d4e8c4194271a000');
INSERT INTO layouts (id, digest, entries) VALUES (1, '64570c60e292e279ed7bf2fda8edf1465a8e45c399324e667619ef76dcda9e38', '[["T3.FLOW","total","error"],["HD.YEAR","total","error"]]');
INSERT INTO layouts (id, digest, entries) VALUES (2, 'a634b69867ceeb746a52a2ac3efd6510f04b044fb4fbd45824c52e352a286f1b', '[["XY.GAP",null,"info"],["T2.GROW","rules","warning"],["T4.SCALE",null,"info"]]');
INSERT INTO layouts (id, digest, entries) VALUES (3, 'a5dfff4563d0596b685cb7224ccefb0347e710d7ee13b28f7748bf988f70153b', '[[1,"table 1 row 2 col 2",1],[2,"table 1 row 9 col 2"],[3,"table 2 row 4 col 4",2],[4,"table 2 row 6 col 10"],[5],[6],[7,"line 3",null,1],[8,null,null,1]]');
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, printed_body, printed_year, form_disclosure, form_requests, form_litigation, form_legacy, layout_id, figure_codes, figures, check_layout_id, check_codes, checks, other_checks, failed, texts) VALUES (1, 1, 1, '1', '558d4e19d0786651', 'complete', NULL, '汝州市司法局', 2023, '2021', '2021', '2021', NULL, 3, '0ā1Ă2ă3Ą4ą5Ć6ć7', '[[0,"零"],[12.5,"12.50"],3,[null,""],4,7,["X-1","索引号:X-1"],null]', 1, '//', '[]', '[[0,2,3,3,"in words"],[1,0,"2023","2023","in words"]]', 1, x'0128b52ffd20a73905007b227469746c65223a22e6b19de5b79ee5b882e58fb8e6b395e5b18032303233e5b9b4e694bfe5ba9ce4bfa1e681afe585ace5bc80e5b7a5e4bd9ce5b9b4e5baa6e68aa5e5918a222c2273656374696f6e73223a5b5b2231222c22e680bbe4bd93e68385e586b5225d2c5b2235222c22e997aee9a298225d2c5b2236222c22e585b6e4bb96225d2c5b2230222c22e4be9de68daee69da1e4be8be7bc96e588b6e38082225d5d7d');
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, printed_body, printed_year, form_disclosure, form_requests, form_litigation, form_legacy, layout_id, figure_codes, figures, check_layout_id, check_codes, checks, other_checks, failed, texts) VALUES (2, 2, 2, '1', '3b8c383d0f2fd291', 'complete', NULL, '汝州市司法局', 2023, '2021', '2021', '2021', NULL, 3, '0ā1Ă2ă3Ą4ą5Ć6ć7', '[[0,"零"],[12.5,"12.50"],5,[null,""],4,7,["X-1","索引号:X-1"],null]', 1, '//', '[]', '[[0,2,3,5,"in words"],[1,0,"2023","2023","in words"]]', 1, x'0128b52ffd20a73905007b227469746c65223a22e6b19de5b79ee5b882e58fb8e6b395e5b18032303233e5b9b4e694bfe5ba9ce4bfa1e681afe585ace5bc80e5b7a5e4bd9ce5b9b4e5baa6e68aa5e5918a222c2273656374696f6e73223a5b5b2231222c22e680bbe4bd93e68385e586b5225d2c5b2235222c22e997aee9a298225d2c5b2236222c22e585b6e4bb96225d2c5b2230222c22e4be9de68daee69da1e4be8be7bc96e588b6e38082225d5d7d');
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, printed_body, printed_year, form_disclosure, form_requests, form_litigation, form_legacy, layout_id, figure_codes, figures, check_layout_id, check_codes, checks, other_checks, failed, texts) VALUES (3, 3, 4, '1', 'f46cbfaf82513265', 'complete', NULL, '汝州市司法局', 2023, '2021', '2021', '2021', NULL, 3, '0ā1Ă2ă3Ą4ą5Ć6ć7', '[[0,"零"],[12.5,"12.50"],[null,"/"],[null,""],4,7,["X-1","索引号:X-1"],null]', 1, '//', '[]', '[[0,2,3,null,"in words"],[1,0,"2023","2023","in words"]]', 1, x'0128b52ffd20a73905007b227469746c65223a22e6b19de5b79ee5b882e58fb8e6b395e5b18032303233e5b9b4e694bfe5ba9ce4bfa1e681afe585ace5bc80e5b7a5e4bd9ce5b9b4e5baa6e68aa5e5918a222c2273656374696f6e73223a5b5b2231222c22e680bbe4bd93e68385e586b5225d2c5b2235222c22e997aee9a298225d2c5b2236222c22e585b6e4bb96225d2c5b2230222c22e4be9de68daee69da1e4be8be7bc96e588b6e38082225d5d7d');
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, printed_body, printed_year, form_disclosure, form_requests, form_litigation, form_legacy, layout_id, figure_codes, figures, check_layout_id, check_codes, checks, other_checks, failed, texts) VALUES (4, 4, 5, '1', '08f29ddf1ade4664', 'complete', NULL, '汝州市司法局', 2023, '2021', '2021', '2021', NULL, 3, '0ā1Ă2ă3Ą4ą5Ć6ć7', '[[0,"零"],[12.5,"12.50"],0,[null,""],4,7,["X-1","索引号:X-1"],null]', 1, '//', '[]', '[[0,2,3,0,"in words"],[1,0,"2023","2023","in words"]]', 1, x'0128b52ffd20a73905007b227469746c65223a22e6b19de5b79ee5b882e58fb8e6b395e5b18032303233e5b9b4e694bfe5ba9ce4bfa1e681afe585ace5bc80e5b7a5e4bd9ce5b9b4e5baa6e68aa5e5918a222c2273656374696f6e73223a5b5b2231222c22e680bbe4bd93e68385e586b5225d2c5b2235222c22e997aee9a298225d2c5b2236222c22e585b6e4bb96225d2c5b2230222c22e4be9de68daee69da1e4be8be7bc96e588b6e38082225d5d7d');
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, printed_body, printed_year, form_disclosure, form_requests, form_litigation, form_legacy, layout_id, figure_codes, figures, check_layout_id, check_codes, checks, other_checks, failed, texts) VALUES (5, 5, 7, '1', '9ceeb4dbd09978fc', 'complete', NULL, '汝州市司法局', 2023, '2021', '2021', '2021', NULL, 3, '0ā1Ă2ă3Ą4ą5Ć6ć7', '[[0,"零"],[12.5,"12.50"],9,[null,""],4,7,["X-1","索引号:X-1"],null]', 1, '//', '[]', '[[0,2,3,9,"in words"],[1,0,"2023","2023","in words"]]', 1, x'0128b52ffd20a7a5040024087b227469746c65223a22e58fb8e6b395e5b18032303233e5b9b4e694bfe5ba9ce4bfa1e681afe585ace5bc80e5b7a5e4bd9ce5b9b4e5baa6e68aa5e5918a222c2273656374696f6e73223a5b5b2231222c22225d2c5b2235222c2236222c22e585b6e4bb9630222c22e4be9de68daee69da1e4be8be7bc96e588b6e38082225d5d7d05004050e602c50f87200c37b02a6017');
INSERT INTO report_year_checks (id, check_layout_id, check_codes, checks, other_checks, failed) VALUES (4, 2, '//0', '[[null,0.328]]', '[[0,4],[1,2,"at most 5",9,"5 the year before, 9 now"]]', 1);
INSERT INTO judgements (id, resource_id, payload_id, role, parser_version, status, reason, report_id, url, edition_id, content_sha256) VALUES (1, 1, 1, 'content', '1', 'complete', NULL, 1, NULL, 1, NULL);
INSERT INTO judgements (id, resource_id, payload_id, role, parser_version, status, reason, report_id, url, edition_id, content_sha256) VALUES (2, 1, 2, 'content', '1', 'complete', NULL, 1, NULL, 2, NULL);
INSERT INTO judgements (id, resource_id, payload_id, role, parser_version, status, reason, report_id, url, edition_id, content_sha256) VALUES (3, 2, 2, 'content', '1', 'complete', NULL, 1, NULL, 2, NULL);
INSERT INTO judgements (id, resource_id, payload_id, role, parser_version, status, reason, report_id, url, edition_id, content_sha256) VALUES (4, 3, 3, 'content', '1', 'complete', NULL, 2, NULL, 3, NULL);
INSERT INTO judgements (id, resource_id, payload_id, role, parser_version, status, reason, report_id, url, edition_id, content_sha256) VALUES (5, 4, 4, 'content', '1', 'complete', NULL, 3, NULL, 4, NULL);
INSERT INTO judgements (id, resource_id, payload_id, role, parser_version, status, reason, report_id, url, edition_id, content_sha256) VALUES (6, 6, 5, 'content', '1', 'complete', NULL, 4, NULL, 5, NULL);
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (1, 1, '2c5b40a834ee5110fb2b297bdb443a96f9df4924a3ea63c44f07abd95c37d981', 'https://www.ruzhou.gov.cn/a.html', 1, 1, '2024-02-01T00:00:01.000Z', '2024-02-01T00:00:01.000Z');
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (2, 1, 'ae569590aeef4ab801d5def34733d5f924d300780df1b529c39ba1fb3dda7eab', 'https://www.ruzhou.gov.cn/a.html', 2, 2, '2024-02-01T00:00:02.000Z', '2024-02-01T00:00:02.000Z');
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (3, 2, 'fc2ea862bd470d9a89359495364d9b81d07b0324d88d0dc8192691fb0f8e3961', 'https://www.ruzhou.gov.cn/b.html', 4, 4, '2024-02-01T00:00:04.000Z', '2024-02-01T00:00:04.000Z');
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (4, 3, '18be99084d95de7353224160fbb1626e9865492b108e20775f5e3c015389f606', 'https://www.jinshui.gov.cn/c.html', 5, 5, '2024-02-01T00:00:05.000Z', '2024-02-01T00:00:05.000Z');
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (5, 4, '0f4168490e38b8447e11ba4bd656aa11b925bd22af30bac464bc153fdb608501', 'https://www.ruzhou.gov.cn/water.html', 7, 7, '2024-03-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z');
CREATE INDEX run_sites_by_site ON run_sites (site_id, id);
CREATE UNIQUE INDEX alarms_open ON alarms (site_id, cause) WHERE closed_at IS NULL;
CREATE INDEX captures_by_resource ON captures (resource_id, id);
CREATE INDEX captures_by_payload ON captures (payload_sha256);
CREATE INDEX captures_by_run ON captures (run_id);
CREATE INDEX reports_by_edition ON reports (edition_id);
CREATE INDEX edition_warnings_by_edition ON edition_warnings (edition_id);
CREATE UNIQUE INDEX corrections_of_values ON corrections (site_id, body, year, field) WHERE field IS NOT NULL;
CREATE UNIQUE INDEX corrections_of_identities ON corrections (site_id, url) WHERE url IS NOT NULL;
CREATE INDEX run_columns_by_column ON run_columns (site_id, url, id);
CREATE INDEX site_health_by_site ON site_health (site_id, id);
CREATE INDEX dictionaries_current ON dictionaries (site_id, kind, id);
CREATE INDEX readings_failed ON readings (edition_id) WHERE failed > 0;
CREATE INDEX report_year_checks_failed ON report_year_checks (id) WHERE failed > 0;
CREATE INDEX judgements_by_report ON judgements (report_id);
CREATE UNIQUE INDEX editions_by_content ON editions (report_id, substr(content_sha256, 1, 16));
CREATE INDEX editions_by_capture ON editions (first_capture_id, id);
CREATE TRIGGER captures_no_update BEFORE UPDATE ON captures
    BEGIN SELECT RAISE(ABORT, 'captures are never updated'); END;
CREATE TRIGGER captures_no_delete BEFORE DELETE ON captures
    BEGIN SELECT RAISE(ABORT, 'captures are never deleted'); END;
CREATE TRIGGER payloads_no_delete BEFORE DELETE ON payloads
    BEGIN SELECT RAISE(ABORT, 'payloads are never deleted'); END;
CREATE TRIGGER captures_no_replace BEFORE INSERT ON captures
    WHEN EXISTS (SELECT 1 FROM captures WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'captures are never replaced'); END;
CREATE TRIGGER payloads_no_replace BEFORE INSERT ON payloads
    WHEN EXISTS (SELECT 1 FROM payloads WHERE id = NEW.id OR sha256 = NEW.sha256)
    BEGIN SELECT RAISE(ABORT, 'payloads are never replaced'); END;
CREATE TRIGGER reports_new_due AFTER INSERT ON reports BEGIN INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT NEW.site_id AS site_id, NEW.body AS body) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body); END;
CREATE TRIGGER reports_changed_due AFTER UPDATE OF edition_id, body, year ON reports BEGIN INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT OLD.site_id AS site_id, OLD.body AS body) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body);
INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT NEW.site_id AS site_id, NEW.body AS body) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body); END;
CREATE TRIGGER reports_gone_due AFTER DELETE ON reports BEGIN INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT OLD.site_id AS site_id, OLD.body AS body) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body); END;
CREATE TRIGGER aliases_new_due AFTER INSERT ON report_aliases WHEN NEW.content_sha256 IS NOT NULL BEGIN INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT site_id, body FROM reports WHERE id = NEW.report_id) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body); END;
CREATE TRIGGER aliases_changed_due AFTER UPDATE OF content_sha256 ON report_aliases WHEN OLD.content_sha256 IS NOT NEW.content_sha256 BEGIN INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT site_id, body FROM reports WHERE id = NEW.report_id) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body); END;
CREATE TRIGGER aliases_gone_due AFTER DELETE ON report_aliases WHEN OLD.content_sha256 IS NOT NULL BEGIN INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT site_id, body FROM reports WHERE id = OLD.report_id) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body); END;
CREATE TRIGGER dictionaries_no_update BEFORE UPDATE ON dictionaries
    BEGIN SELECT RAISE(ABORT, 'dictionaries are never updated'); END;
CREATE TRIGGER dictionaries_no_delete BEFORE DELETE ON dictionaries
    BEGIN SELECT RAISE(ABORT, 'dictionaries are never deleted'); END;
CREATE TRIGGER dictionaries_no_replace BEFORE INSERT ON dictionaries
    WHEN EXISTS (SELECT 1 FROM dictionaries WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'dictionaries are never replaced'); END;
CREATE TRIGGER payloads_no_update BEFORE UPDATE ON payloads
    WHEN NEW.id IS NOT OLD.id OR NEW.sha256 IS NOT OLD.sha256 OR NEW.size IS NOT OLD.size
      OR NOT EXISTS (SELECT 1 FROM recoding WHERE id = OLD.id)
    BEGIN SELECT RAISE(ABORT, 'payloads are never updated'); END;
CREATE TRIGGER readings_new_due AFTER INSERT ON readings BEGIN INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT site_id, body FROM reports WHERE edition_id = NEW.edition_id) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body); END;
CREATE VIEW coverage AS
    WITH latest AS (
      SELECT site_id, outcome FROM run_sites WHERE id IN (
        SELECT max(id) FROM run_sites s WHERE outcome <> 'deferred' AND NOT EXISTS (
          SELECT 1 FROM runs d WHERE d.id = s.run_id AND json_extract(d.options, '$.dryRun'))
        GROUP BY site_id)
    ), bodies AS (
      SELECT DISTINCT site_id, body FROM reports
      UNION ALL
      SELECT id, NULL FROM sites WHERE id NOT IN (SELECT site_id FROM reports)
    ), cells AS (
      SELECT e.site_id, b.body, e.year FROM expectations e
        JOIN sites s ON s.id = e.site_id AND s.status = 'active'
        JOIN bodies b ON b.site_id = e.site_id
      UNION
      SELECT site_id, body, year FROM reports
    )
    SELECT c.site_id, c.body, c.year,
      CASE WHEN r.status = 'unreadable' THEN 'failed'
        WHEN r.id IS NOT NULL THEN 'found'
        WHEN l.outcome = 'blocked' THEN 'blocked'
        WHEN l.outcome IN ('failed', 'broken') THEN 'failed'
        ELSE 'missing' END AS state,
      r.id AS report_id
    FROM cells c
      LEFT JOIN reports r ON r.site_id = c.site_id AND r.body = c.body AND r.year = c.year
      LEFT JOIN latest l ON l.site_id = c.site_id;
CREATE VIEW payload_bodies AS
    SELECT p.id, p.sha256, p.size, payload_body(p.sha256, p.size, p.encoding, p.bytes,
      d.payload_sha256, d.size, d.encoding, d.bytes) AS body
    FROM payloads p LEFT JOIN dictionaries d ON d.id = p.dictionary_id;
CREATE VIEW edition_entries AS 
    SELECT g.edition_id, json_extract(e.value, '$[3]') AS is_meta, f.field AS field, CASE json_type(g.figures, '$[' || ((unicode(substr(g.figure_codes, instr(g.figure_codes, char(256 + e.key)) + 1, 1)) - 48) % 1792) || ']') WHEN 'array' THEN json_extract(g.figures, '$[' || ((unicode(substr(g.figure_codes, instr(g.figure_codes, char(256 + e.key)) + 1, 1)) - 48) % 1792) || ']' || '[0]')
    ELSE json_extract(g.figures, '$[' || ((unicode(substr(g.figure_codes, instr(g.figure_codes, char(256 + e.key)) + 1, 1)) - 48) % 1792) || ']') END AS value,
      CASE WHEN json_extract(e.value, '$[1]') IS NULL THEN NULL
        WHEN json_type(g.figures, '$[' || ((unicode(substr(g.figure_codes, instr(g.figure_codes, char(256 + e.key)) + 1, 1)) - 48) % 1792) || ']') = 'array' THEN json_extract(g.figures, '$[' || ((unicode(substr(g.figure_codes, instr(g.figure_codes, char(256 + e.key)) + 1, 1)) - 48) % 1792) || ']' || '[1]')
        ELSE CAST(json_extract(g.figures, '$[' || ((unicode(substr(g.figure_codes, instr(g.figure_codes, char(256 + e.key)) + 1, 1)) - 48) % 1792) || ']') AS TEXT) END AS raw,
      json_extract(e.value, '$[1]') AS at, json_extract(e.value, '$[2]') AS page
    FROM readings g JOIN layouts y ON y.id = g.layout_id JOIN json_each(y.entries) e
      JOIN fields f ON f.id = json_extract(e.value, '$[0]');
CREATE VIEW report_values AS 
    SELECT r.id AS report_id, v.field, v.value, v.raw, v.at, v.page
    FROM reports r JOIN edition_entries v ON v.edition_id = r.edition_id WHERE v.is_meta IS NULL;
CREATE VIEW report_meta AS 
    SELECT r.id AS report_id, v.field, v.value, v.raw, v.at, v.page
    FROM reports r JOIN edition_entries v ON v.edition_id = r.edition_id WHERE v.is_meta IS 1;
CREATE VIEW edition_checks AS 
    SELECT (g.edition_id * 4096 + e.key) AS id, g.edition_id, json_extract(e.value, '$[0]') AS rule, json_extract(e.value, '$[1]') AS scope,
      'pass' AS outcome, CASE json_type(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') WHEN 'array' THEN json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']' || '[0]')
    ELSE json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') END AS expected, CASE json_type(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') WHEN 'array' THEN json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']' || '[1]')
    ELSE json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') END AS actual,
      json_extract(e.value, '$[2]') AS severity, NULL AS detail
    FROM readings g JOIN layouts y ON y.id = g.check_layout_id JOIN json_each(y.entries) e
    WHERE substr(g.check_codes, e.key + 1, 1) <> '/'
    UNION ALL
    SELECT (g.edition_id * 4096 + json_extract(o.value, '$[0]')), g.edition_id,
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][0]'),
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][1]'),
      json_extract('["pass","pass_blank","fail","unassessable","not_applicable"]', '$[' || json_extract(o.value, '$[1]') || ']'),
      json_extract(o.value, '$[2]'), json_extract(o.value, '$[3]'),
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][2]'), json_extract(o.value, '$[4]')
    FROM readings g JOIN json_each(g.other_checks) o JOIN layouts y ON y.id = g.check_layout_id;
CREATE VIEW year_checks AS 
    SELECT (g.id * 4096 + e.key) AS id, g.id AS report_id, json_extract(e.value, '$[0]') AS rule, json_extract(e.value, '$[1]') AS scope,
      'pass' AS outcome, CASE json_type(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') WHEN 'array' THEN json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']' || '[0]')
    ELSE json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') END AS expected, CASE json_type(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') WHEN 'array' THEN json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']' || '[1]')
    ELSE json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') END AS actual,
      json_extract(e.value, '$[2]') AS severity, NULL AS detail
    FROM report_year_checks g JOIN layouts y ON y.id = g.check_layout_id JOIN json_each(y.entries) e
    WHERE substr(g.check_codes, e.key + 1, 1) <> '/'
    UNION ALL
    SELECT (g.id * 4096 + json_extract(o.value, '$[0]')), g.id AS report_id,
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][0]'),
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][1]'),
      json_extract('["pass","pass_blank","fail","unassessable","not_applicable"]', '$[' || json_extract(o.value, '$[1]') || ']'),
      json_extract(o.value, '$[2]'), json_extract(o.value, '$[3]'),
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][2]'), json_extract(o.value, '$[4]')
    FROM report_year_checks g JOIN json_each(g.other_checks) o JOIN layouts y ON y.id = g.check_layout_id;
CREATE VIEW report_checks AS 
    SELECT (g.edition_id * 4096 + e.key) AS id, r.id AS report_id, json_extract(e.value, '$[0]') AS rule, json_extract(e.value, '$[1]') AS scope,
      'pass' AS outcome, CASE json_type(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') WHEN 'array' THEN json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']' || '[0]')
    ELSE json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') END AS expected, CASE json_type(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') WHEN 'array' THEN json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']' || '[1]')
    ELSE json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') END AS actual,
      json_extract(e.value, '$[2]') AS severity, NULL AS detail
    FROM reports r JOIN readings g ON g.edition_id = r.edition_id JOIN layouts y ON y.id = g.check_layout_id JOIN json_each(y.entries) e
    WHERE substr(g.check_codes, e.key + 1, 1) <> '/'
    UNION ALL
    SELECT (g.edition_id * 4096 + json_extract(o.value, '$[0]')), r.id AS report_id,
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][0]'),
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][1]'),
      json_extract('["pass","pass_blank","fail","unassessable","not_applicable"]', '$[' || json_extract(o.value, '$[1]') || ']'),
      json_extract(o.value, '$[2]'), json_extract(o.value, '$[3]'),
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][2]'), json_extract(o.value, '$[4]')
    FROM reports r JOIN readings g ON g.edition_id = r.edition_id JOIN json_each(g.other_checks) o JOIN layouts y ON y.id = g.check_layout_id
    UNION ALL 
    SELECT -(g.id * 4096 + e.key) AS id, g.id AS report_id, json_extract(e.value, '$[0]') AS rule, json_extract(e.value, '$[1]') AS scope,
      'pass' AS outcome, CASE json_type(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') WHEN 'array' THEN json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']' || '[0]')
    ELSE json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') END AS expected, CASE json_type(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') WHEN 'array' THEN json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']' || '[1]')
    ELSE json_extract(g.checks, '$[' || (unicode(substr(g.check_codes, e.key + 1, 1)) - 48) || ']') END AS actual,
      json_extract(e.value, '$[2]') AS severity, NULL AS detail
    FROM report_year_checks g JOIN layouts y ON y.id = g.check_layout_id JOIN json_each(y.entries) e
    WHERE substr(g.check_codes, e.key + 1, 1) <> '/'
    UNION ALL
    SELECT -(g.id * 4096 + json_extract(o.value, '$[0]')), g.id AS report_id,
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][0]'),
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][1]'),
      json_extract('["pass","pass_blank","fail","unassessable","not_applicable"]', '$[' || json_extract(o.value, '$[1]') || ']'),
      json_extract(o.value, '$[2]'), json_extract(o.value, '$[3]'),
      json_extract(y.entries, '$[' || json_extract(o.value, '$[0]') || '][2]'), json_extract(o.value, '$[4]')
    FROM report_year_checks g JOIN json_each(g.other_checks) o JOIN layouts y ON y.id = g.check_layout_id;
CREATE VIEW report_warnings AS
    SELECT w.id, r.id AS report_id, w.code, w.field, w.message
    FROM reports r JOIN edition_warnings w ON w.edition_id = r.edition_id
    UNION ALL
    SELECT -a.id, r.id, 'duplicate_differs', NULL,
      'Another address of this report shows different content, which is not used: ' || a.url
    FROM reports r JOIN editions e ON e.id = r.edition_id
      JOIN report_aliases a ON a.report_id = r.id AND a.content_sha256 <> e.content_sha256;
CREATE VIEW edition_texts AS 
    SELECT g.edition_id AS id, g.edition_id, texts_json(g.texts, CASE WHEN substr(g.texts, 1, 1) = x'01' THEN (
        SELECT b.body FROM payload_bodies b
        WHERE b.sha256 = coalesce(c.rendered_sha256, c.payload_sha256, c.revalidated_sha256)) END) AS texts
    FROM readings g JOIN captures c ON c.id = g.capture_id;
CREATE VIEW edition_sections AS 
    SELECT x.edition_id * 1048576 + t.id AS id, x.edition_id, t.value ->> 0 AS section, t.value ->> 1 AS text
    FROM edition_texts x JOIN json_each(x.texts, '$.sections') t;
CREATE VIEW report_sections AS 
    SELECT x.edition_id * 1048576 + t.id AS id, r.id AS report_id, t.value ->> 0 AS section, t.value ->> 1 AS text
    FROM reports r JOIN edition_texts x ON x.edition_id = r.edition_id JOIN json_each(x.texts, '$.sections') t;
CREATE VIEW report_corrections AS
    WITH met AS (
      SELECT k.*, r.id AS report_id,
        (SELECT v.value FROM report_values v WHERE v.report_id = r.id AND v.field = k.field) AS read_value
      FROM corrections k
        LEFT JOIN reports r ON r.site_id = k.site_id AND r.body = k.body AND r.year = k.year
    )
    SELECT id, report_id, site_id, body, year, field, was, value, url, was_body, was_year, author, corrected_on,
      reason, source, read_value, met_body, met_year,
      CASE
        WHEN url IS NOT NULL AND met_at IS NULL THEN 'unmatched'
        WHEN url IS NOT NULL AND met_body IS was_body AND met_year IS was_year THEN 'applied'
        WHEN url IS NOT NULL AND met_body IS body AND met_year IS year THEN 'agrees'
        WHEN url IS NOT NULL THEN 'stale'
        WHEN report_id IS NULL THEN 'unmatched'
        WHEN read_value IS was THEN 'applied'
        WHEN read_value IS value THEN 'agrees'
        ELSE 'stale' END AS state
    FROM met;
CREATE VIEW corrected_values AS
    SELECT v.report_id, v.field, CASE WHEN k.id IS NULL THEN v.value ELSE k.value END AS value,
      v.value AS read_value, v.raw, v.at, v.page,
      k.author AS corrected_by, k.corrected_on, k.reason AS correction_reason
    FROM report_values v
      LEFT JOIN reports r ON r.id = v.report_id
      LEFT JOIN corrections k ON k.site_id = r.site_id AND k.body = r.body AND k.year = r.year
        AND k.field = v.field AND k.was IS v.value
    UNION ALL
    SELECT report_id, field, value, NULL, NULL, NULL, NULL, author, corrected_on, reason
    FROM report_corrections c
    WHERE state = 'applied' AND field IS NOT NULL AND read_value IS NULL AND NOT EXISTS (
      SELECT 1 FROM report_values v WHERE v.report_id = c.report_id AND v.field = c.field);
COMMIT;
