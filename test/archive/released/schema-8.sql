-- A database as schema version 8 left it, written by the program of its time.
PRAGMA application_id = 1852399982;
PRAGMA user_version = 8;
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
  ) STRICT;
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
CREATE TABLE editions (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    content_sha256 TEXT NOT NULL,
    url TEXT NOT NULL,
    first_capture_id INTEGER NOT NULL REFERENCES captures (id),
    last_capture_id INTEGER NOT NULL REFERENCES captures (id),
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    UNIQUE (report_id, content_sha256)
  ) STRICT;
CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL UNIQUE REFERENCES editions (id) ON DELETE CASCADE,
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    parser_version TEXT NOT NULL,
    digest TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    title TEXT,
    printed_body TEXT,
    printed_year INTEGER,
    form_disclosure TEXT,
    form_requests TEXT,
    form_litigation TEXT,
    figures TEXT NOT NULL,
    meta TEXT NOT NULL
  , form_legacy TEXT) STRICT;
CREATE TABLE edition_checks (
    id INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    scope TEXT,
    outcome TEXT NOT NULL,
    severity TEXT NOT NULL,
    expected ANY,
    actual ANY,
    detail TEXT
  ) STRICT;
CREATE TABLE edition_warnings (
    id INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    field TEXT,
    message TEXT NOT NULL
  ) STRICT;
CREATE TABLE edition_sections (
    id INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    section TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (edition_id, section)
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
CREATE TABLE judgements (
    id INTEGER PRIMARY KEY,
    resource_id INTEGER NOT NULL REFERENCES resources (id),
    payload_sha256 TEXT NOT NULL REFERENCES payloads (sha256),
    role TEXT NOT NULL CHECK (role IN ('content', 'part')),
    parser_version TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    report_id INTEGER REFERENCES reports (id) ON DELETE CASCADE,
    url TEXT,
    content_sha256 TEXT,
    UNIQUE (resource_id, payload_sha256, report_id)
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
CREATE TABLE year_checks (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    scope TEXT,
    outcome TEXT NOT NULL,
    severity TEXT NOT NULL,
    expected ANY,
    actual ANY,
    detail TEXT
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
INSERT INTO payloads (id, sha256, size, encoding, bytes) VALUES (1, '64d1ddd007b45e3d5d72c467ac10256cd7ec4864568f632c4d451b85c16bfc2a', 14, 'identity', x'3c68746d6c3e333c2f68746d6c3e');
INSERT INTO payloads (id, sha256, size, encoding, bytes) VALUES (2, 'd7a776045029f0c425af6dad770a8afc1a37040e850e237656f73c48ae287a34', 14, 'identity', x'3c68746d6c3e353c2f68746d6c3e');
INSERT INTO payloads (id, sha256, size, encoding, bytes) VALUES (3, '038cdb1b470e78470a0175b7bb8d4f58207d0902c0ce0e8b759f1c73dc66a985', 17, 'identity', x'3c68746d6c3e6e756c6c3c2f68746d6c3e');
INSERT INTO payloads (id, sha256, size, encoding, bytes) VALUES (4, '88afc43298cda38429d613e15480f96462591a266d0e2647ff012620dc236b4a', 14, 'identity', x'3c68746d6c3e303c2f68746d6c3e');
INSERT INTO payloads (id, sha256, size, encoding, bytes) VALUES (5, '7c4418d5cd9f640db512eeb13a6db6e2b4f57700cbf7ab28fb383321cc82b8ce', 2733, 'br', x'1bac0a008cd4484d733b58c6b1ec427e5058e90d8ffb5d2ebf9bdf67a5287183a380ad28cd3008c00785c1431692ac5d34c395045334394477c295aad594e0ab6f84fbb79cccd1f90c9a2526006f21006000');
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (1, 1, NULL, '2024-02-01T00:00:01.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/a.html', '64d1ddd007b45e3d5d72c467ac10256cd7ec4864568f632c4d451b85c16bfc2a', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (2, 1, NULL, '2024-02-01T00:00:02.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/a.html', 'd7a776045029f0c425af6dad770a8afc1a37040e850e237656f73c48ae287a34', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (3, 2, NULL, '2024-02-01T00:00:03.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://m.ruzhou.gov.cn/a.html', 'd7a776045029f0c425af6dad770a8afc1a37040e850e237656f73c48ae287a34', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (4, 3, NULL, '2024-02-01T00:00:04.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/b.html', '038cdb1b470e78470a0175b7bb8d4f58207d0902c0ce0e8b759f1c73dc66a985', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (5, 4, NULL, '2024-02-01T00:00:05.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.jinshui.gov.cn/c.html', '88afc43298cda38429d613e15480f96462591a266d0e2647ff012620dc236b4a', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (6, 5, 1, '2024-02-01T00:00:06.000Z', 412, 'blocked', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/list.html', NULL, NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (7, 6, NULL, '2024-03-01T00:00:00.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/water.html', '7c4418d5cd9f640db512eeb13a6db6e2b4f57700cbf7ab28fb383321cc82b8ce', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO reports (id, site_id, region_code, body, year, title, published_on, form, status, url, edition_id, withdrawn_since, withdrawn_as) VALUES (1, 'ruzhou', '410482', '汝州市司法局', 2023, '汝州市司法局2023年政府信息公开工作年度报告', '2024-01-20', '2021', 'complete', 'https://www.ruzhou.gov.cn/a.html', 2, NULL, NULL);
INSERT INTO reports (id, site_id, region_code, body, year, title, published_on, form, status, url, edition_id, withdrawn_since, withdrawn_as) VALUES (2, 'ruzhou', '410482', '汝州市财政局', 2022, '汝州市司法局2023年政府信息公开工作年度报告', '2024-01-20', '2021', 'complete', 'https://www.ruzhou.gov.cn/b.html', 3, '2024-03-01T00:00:00.000Z', 'gone');
INSERT INTO reports (id, site_id, region_code, body, year, title, published_on, form, status, url, edition_id, withdrawn_since, withdrawn_as) VALUES (3, 'jinshui', '410105', '金水区', 2023, '汝州市司法局2023年政府信息公开工作年度报告', '2024-01-20', '2021', 'complete', 'https://www.jinshui.gov.cn/c.html', 4, NULL, NULL);
INSERT INTO reports (id, site_id, region_code, body, year, title, published_on, form, status, url, edition_id, withdrawn_since, withdrawn_as) VALUES (4, 'ruzhou', '410482', '汝州市水利局', 2023, '汝州市司法局2023年政府信息公开工作年度报告', '2024-01-20', '2021', 'complete', 'https://www.ruzhou.gov.cn/water.html', 5, NULL, NULL);
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (1, 1, '2c5b40a834ee5110fb2b297bdb443a96f9df4924a3ea63c44f07abd95c37d981', 'https://www.ruzhou.gov.cn/a.html', 1, 1, '2024-02-01T00:00:01.000Z', '2024-02-01T00:00:01.000Z');
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (2, 1, 'ae569590aeef4ab801d5def34733d5f924d300780df1b529c39ba1fb3dda7eab', 'https://www.ruzhou.gov.cn/a.html', 2, 2, '2024-02-01T00:00:02.000Z', '2024-02-01T00:00:02.000Z');
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (3, 2, 'fc2ea862bd470d9a89359495364d9b81d07b0324d88d0dc8192691fb0f8e3961', 'https://www.ruzhou.gov.cn/b.html', 4, 4, '2024-02-01T00:00:04.000Z', '2024-02-01T00:00:04.000Z');
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (4, 3, '18be99084d95de7353224160fbb1626e9865492b108e20775f5e3c015389f606', 'https://www.jinshui.gov.cn/c.html', 5, 5, '2024-02-01T00:00:05.000Z', '2024-02-01T00:00:05.000Z');
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (5, 4, '0f4168490e38b8447e11ba4bd656aa11b925bd22af30bac464bc153fdb608501', 'https://www.ruzhou.gov.cn/water.html', 7, 7, '2024-03-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z');
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, title, printed_body, printed_year, form_disclosure, form_requests, form_litigation, figures, meta, form_legacy) VALUES (1, 1, 1, '1', '558d4e19d0786651e383ad63f67108c278a2909eeecd6ac61321a4ca721fdb5a', 'complete', NULL, '汝州市司法局2023年政府信息公开工作年度报告', '汝州市司法局', 2023, '2021', '2021', '2021', '[[1,0,"table 1 row 2 col 2",1,"零"],[2,12.5,"table 1 row 9 col 2",null,"12.50"],[3,3,"table 2 row 4 col 4",2],[4,null,"table 2 row 6 col 10",null,""],[5,4],[6,7]]', '[[7,"X-1","line 3",null,"索引号:X-1"],[8]]', NULL);
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, title, printed_body, printed_year, form_disclosure, form_requests, form_litigation, figures, meta, form_legacy) VALUES (2, 2, 2, '1', '3b8c383d0f2fd291fd82912048c34955ad762ab1c6337c2fcb2d807ddc52c9c1', 'complete', NULL, '汝州市司法局2023年政府信息公开工作年度报告', '汝州市司法局', 2023, '2021', '2021', '2021', '[[1,0,"table 1 row 2 col 2",1,"零"],[2,12.5,"table 1 row 9 col 2",null,"12.50"],[3,5,"table 2 row 4 col 4",2],[4,null,"table 2 row 6 col 10",null,""],[5,4],[6,7]]', '[[7,"X-1","line 3",null,"索引号:X-1"],[8]]', NULL);
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, title, printed_body, printed_year, form_disclosure, form_requests, form_litigation, figures, meta, form_legacy) VALUES (3, 3, 4, '1', 'f46cbfaf82513265e353fa315c1c6600a9a091e647fe692a27b5174f5ce4806a', 'complete', NULL, '汝州市司法局2023年政府信息公开工作年度报告', '汝州市司法局', 2023, '2021', '2021', '2021', '[[1,0,"table 1 row 2 col 2",1,"零"],[2,12.5,"table 1 row 9 col 2",null,"12.50"],[3,null,"table 2 row 4 col 4",2,"/"],[4,null,"table 2 row 6 col 10",null,""],[5,4],[6,7]]', '[[7,"X-1","line 3",null,"索引号:X-1"],[8]]', NULL);
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, title, printed_body, printed_year, form_disclosure, form_requests, form_litigation, figures, meta, form_legacy) VALUES (4, 4, 5, '1', '08f29ddf1ade46642c6a7842308d180aa3a1e8b273268fddc60e2c9e6c5ffb6e', 'complete', NULL, '汝州市司法局2023年政府信息公开工作年度报告', '汝州市司法局', 2023, '2021', '2021', '2021', '[[1,0,"table 1 row 2 col 2",1,"零"],[2,12.5,"table 1 row 9 col 2",null,"12.50"],[3,0,"table 2 row 4 col 4",2],[4,null,"table 2 row 6 col 10",null,""],[5,4],[6,7]]', '[[7,"X-1","line 3",null,"索引号:X-1"],[8]]', NULL);
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, title, printed_body, printed_year, form_disclosure, form_requests, form_litigation, figures, meta, form_legacy) VALUES (5, 5, 7, '1', '9ceeb4dbd09978fc44499c7f8ef541e98d3fc5031ec6c7248e80dbf9da66fa05', 'complete', NULL, '汝州市司法局2023年政府信息公开工作年度报告', '汝州市司法局', 2023, '2021', '2021', '2021', '[[1,0,"table 1 row 2 col 2",1,"零"],[2,12.5,"table 1 row 9 col 2",null,"12.50"],[3,9,"table 2 row 4 col 4",2],[4,null,"table 2 row 6 col 10",null,""],[5,4],[6,7]]', '[[7,"X-1","line 3",null,"索引号:X-1"],[8]]', NULL);
INSERT INTO edition_checks (id, edition_id, rule, scope, outcome, severity, expected, actual, detail) VALUES (1, 1, 'T3.FLOW', 'total', 'fail', 'error', 3, 3, 'in words');
INSERT INTO edition_checks (id, edition_id, rule, scope, outcome, severity, expected, actual, detail) VALUES (2, 1, 'HD.YEAR', 'total', 'pass', 'error', '2023', '2023', 'in words');
INSERT INTO edition_checks (id, edition_id, rule, scope, outcome, severity, expected, actual, detail) VALUES (3, 2, 'T3.FLOW', 'total', 'fail', 'error', 3, 5, 'in words');
INSERT INTO edition_checks (id, edition_id, rule, scope, outcome, severity, expected, actual, detail) VALUES (4, 2, 'HD.YEAR', 'total', 'pass', 'error', '2023', '2023', 'in words');
INSERT INTO edition_checks (id, edition_id, rule, scope, outcome, severity, expected, actual, detail) VALUES (5, 3, 'T3.FLOW', 'total', 'fail', 'error', 3, NULL, 'in words');
INSERT INTO edition_checks (id, edition_id, rule, scope, outcome, severity, expected, actual, detail) VALUES (6, 3, 'HD.YEAR', 'total', 'pass', 'error', '2023', '2023', 'in words');
INSERT INTO edition_checks (id, edition_id, rule, scope, outcome, severity, expected, actual, detail) VALUES (7, 4, 'T3.FLOW', 'total', 'fail', 'error', 3, 0, 'in words');
INSERT INTO edition_checks (id, edition_id, rule, scope, outcome, severity, expected, actual, detail) VALUES (8, 4, 'HD.YEAR', 'total', 'pass', 'error', '2023', '2023', 'in words');
INSERT INTO edition_checks (id, edition_id, rule, scope, outcome, severity, expected, actual, detail) VALUES (9, 5, 'T3.FLOW', 'total', 'fail', 'error', 3, 9, 'in words');
INSERT INTO edition_checks (id, edition_id, rule, scope, outcome, severity, expected, actual, detail) VALUES (10, 5, 'HD.YEAR', 'total', 'pass', 'error', '2023', '2023', 'in words');
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (1, 1, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (2, 2, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (3, 3, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (4, 4, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (5, 5, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (1, 1, '1', '总体情况');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (2, 1, '5', '问题');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (3, 1, '6', '其他');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (4, 1, '0', '依据条例编制。');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (5, 2, '1', '总体情况');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (6, 2, '5', '问题');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (7, 2, '6', '其他');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (8, 2, '0', '依据条例编制。');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (9, 3, '1', '总体情况');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (10, 3, '5', '问题');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (11, 3, '6', '其他');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (12, 3, '0', '依据条例编制。');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (13, 4, '1', '总体情况');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (14, 4, '5', '问题');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (15, 4, '6', '其他');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (16, 4, '0', '依据条例编制。');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (17, 5, '1', '总体情况');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (18, 5, '5', '问题');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (19, 5, '6', '其他');
INSERT INTO edition_sections (id, edition_id, section, text) VALUES (20, 5, '0', '依据条例编制。');
INSERT INTO report_aliases (id, report_id, url, content_sha256, capture_id, first_seen_at, last_seen_at) VALUES (1, 1, 'https://m.ruzhou.gov.cn/a.html', 'ae569590aeef4ab801d5def34733d5f924d300780df1b529c39ba1fb3dda7eab', 3, '2024-02-01T00:00:03.000Z', '2024-02-01T00:00:03.000Z');
INSERT INTO judgements (id, resource_id, payload_sha256, role, parser_version, status, reason, report_id, url, content_sha256) VALUES (1, 1, '64d1ddd007b45e3d5d72c467ac10256cd7ec4864568f632c4d451b85c16bfc2a', 'content', '1', 'complete', NULL, 1, 'https://www.ruzhou.gov.cn/a.html', '2c5b40a834ee5110fb2b297bdb443a96f9df4924a3ea63c44f07abd95c37d981');
INSERT INTO judgements (id, resource_id, payload_sha256, role, parser_version, status, reason, report_id, url, content_sha256) VALUES (2, 1, 'd7a776045029f0c425af6dad770a8afc1a37040e850e237656f73c48ae287a34', 'content', '1', 'complete', NULL, 1, 'https://www.ruzhou.gov.cn/a.html', 'ae569590aeef4ab801d5def34733d5f924d300780df1b529c39ba1fb3dda7eab');
INSERT INTO judgements (id, resource_id, payload_sha256, role, parser_version, status, reason, report_id, url, content_sha256) VALUES (3, 2, 'd7a776045029f0c425af6dad770a8afc1a37040e850e237656f73c48ae287a34', 'content', '1', 'complete', NULL, 1, 'https://m.ruzhou.gov.cn/a.html', 'ae569590aeef4ab801d5def34733d5f924d300780df1b529c39ba1fb3dda7eab');
INSERT INTO judgements (id, resource_id, payload_sha256, role, parser_version, status, reason, report_id, url, content_sha256) VALUES (4, 3, '038cdb1b470e78470a0175b7bb8d4f58207d0902c0ce0e8b759f1c73dc66a985', 'content', '1', 'complete', NULL, 2, 'https://www.ruzhou.gov.cn/b.html', 'fc2ea862bd470d9a89359495364d9b81d07b0324d88d0dc8192691fb0f8e3961');
INSERT INTO judgements (id, resource_id, payload_sha256, role, parser_version, status, reason, report_id, url, content_sha256) VALUES (5, 4, '88afc43298cda38429d613e15480f96462591a266d0e2647ff012620dc236b4a', 'content', '1', 'complete', NULL, 3, 'https://www.jinshui.gov.cn/c.html', '18be99084d95de7353224160fbb1626e9865492b108e20775f5e3c015389f606');
INSERT INTO judgements (id, resource_id, payload_sha256, role, parser_version, status, reason, report_id, url, content_sha256) VALUES (6, 6, '7c4418d5cd9f640db512eeb13a6db6e2b4f57700cbf7ab28fb383321cc82b8ce', 'content', '1', 'complete', NULL, 4, 'https://www.ruzhou.gov.cn/water.html', '0f4168490e38b8447e11ba4bd656aa11b925bd22af30bac464bc153fdb608501');
INSERT INTO year_checks (id, report_id, rule, scope, outcome, severity, expected, actual, detail) VALUES (1, 4, 'XY.GAP', NULL, 'not_applicable', 'info', NULL, NULL, NULL);
INSERT INTO year_checks (id, report_id, rule, scope, outcome, severity, expected, actual, detail) VALUES (2, 4, 'T2.GROW', 'rules', 'fail', 'warning', 'at most 5', 9, '5 the year before, 9 now');
INSERT INTO year_checks (id, report_id, rule, scope, outcome, severity, expected, actual, detail) VALUES (3, 4, 'T4.SCALE', NULL, 'pass', 'info', NULL, 0.328, NULL);
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
CREATE INDEX run_sites_by_site ON run_sites (site_id, id);
CREATE UNIQUE INDEX alarms_open ON alarms (site_id, cause) WHERE closed_at IS NULL;
CREATE INDEX captures_by_resource ON captures (resource_id, id);
CREATE INDEX captures_by_payload ON captures (payload_sha256);
CREATE INDEX captures_by_run ON captures (run_id);
CREATE TRIGGER captures_no_update BEFORE UPDATE ON captures
    BEGIN SELECT RAISE(ABORT, 'captures are never updated'); END;
CREATE TRIGGER captures_no_delete BEFORE DELETE ON captures
    BEGIN SELECT RAISE(ABORT, 'captures are never deleted'); END;
CREATE TRIGGER payloads_no_update BEFORE UPDATE ON payloads
    BEGIN SELECT RAISE(ABORT, 'payloads are never updated'); END;
CREATE TRIGGER payloads_no_delete BEFORE DELETE ON payloads
    BEGIN SELECT RAISE(ABORT, 'payloads are never deleted'); END;
CREATE TRIGGER captures_no_replace BEFORE INSERT ON captures
    WHEN EXISTS (SELECT 1 FROM captures WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'captures are never replaced'); END;
CREATE TRIGGER payloads_no_replace BEFORE INSERT ON payloads
    WHEN EXISTS (SELECT 1 FROM payloads WHERE id = NEW.id OR sha256 = NEW.sha256)
    BEGIN SELECT RAISE(ABORT, 'payloads are never replaced'); END;
CREATE INDEX reports_by_edition ON reports (edition_id);
CREATE INDEX edition_checks_by_edition ON edition_checks (edition_id);
CREATE INDEX edition_checks_failed ON edition_checks (edition_id) WHERE outcome = 'fail';
CREATE INDEX edition_warnings_by_edition ON edition_warnings (edition_id);
CREATE INDEX judgements_by_report ON judgements (report_id, content_sha256);
CREATE VIEW report_values AS 
    SELECT r.id AS report_id, f.field AS field, json_extract(e.value, '$[1]') AS value,
      CASE WHEN json_extract(e.value, '$[2]') IS NULL THEN NULL
        ELSE coalesce(json_extract(e.value, '$[4]'), CAST(json_extract(e.value, '$[1]') AS TEXT)) END AS raw,
      json_extract(e.value, '$[2]') AS at, json_extract(e.value, '$[3]') AS page
    FROM reports r JOIN readings g ON g.edition_id = r.edition_id
      JOIN json_each(g.figures) e JOIN fields f ON f.id = json_extract(e.value, '$[0]');
CREATE VIEW report_meta AS 
    SELECT r.id AS report_id, f.field AS field, json_extract(e.value, '$[1]') AS value,
      CASE WHEN json_extract(e.value, '$[2]') IS NULL THEN NULL
        ELSE coalesce(json_extract(e.value, '$[4]'), CAST(json_extract(e.value, '$[1]') AS TEXT)) END AS raw,
      json_extract(e.value, '$[2]') AS at, json_extract(e.value, '$[3]') AS page
    FROM reports r JOIN readings g ON g.edition_id = r.edition_id
      JOIN json_each(g.meta) e JOIN fields f ON f.id = json_extract(e.value, '$[0]');
CREATE VIEW report_warnings AS
    SELECT w.id, r.id AS report_id, w.code, w.field, w.message
    FROM reports r JOIN edition_warnings w ON w.edition_id = r.edition_id
    UNION ALL
    SELECT -a.id, r.id, 'duplicate_differs', NULL,
      'Another address of this report shows different content, which is not used: ' || a.url
    FROM reports r JOIN editions e ON e.id = r.edition_id
      JOIN report_aliases a ON a.report_id = r.id AND a.content_sha256 <> e.content_sha256;
CREATE VIEW report_sections AS
    SELECT s.id, r.id AS report_id, s.section, s.text
    FROM reports r JOIN edition_sections s ON s.edition_id = r.edition_id;
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
CREATE UNIQUE INDEX corrections_of_values ON corrections (site_id, body, year, field) WHERE field IS NOT NULL;
CREATE UNIQUE INDEX corrections_of_identities ON corrections (site_id, url) WHERE url IS NOT NULL;
CREATE INDEX run_columns_by_column ON run_columns (site_id, url, id);
CREATE INDEX site_health_by_site ON site_health (site_id, id);
CREATE INDEX year_checks_by_report ON year_checks (report_id);
CREATE TRIGGER reports_new_due AFTER INSERT ON reports BEGIN INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT NEW.site_id AS site_id, NEW.body AS body) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body); END;
CREATE TRIGGER reports_changed_due AFTER UPDATE OF edition_id, body, year ON reports BEGIN INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT OLD.site_id AS site_id, OLD.body AS body) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body);
INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT NEW.site_id AS site_id, NEW.body AS body) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body); END;
CREATE TRIGGER reports_gone_due AFTER DELETE ON reports BEGIN INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT OLD.site_id AS site_id, OLD.body AS body) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body); END;
CREATE TRIGGER readings_new_due AFTER INSERT ON readings BEGIN INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT site_id, body FROM reports WHERE edition_id = NEW.edition_id) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body); END;
CREATE TRIGGER aliases_new_due AFTER INSERT ON report_aliases WHEN NEW.content_sha256 IS NOT NULL BEGIN INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT site_id, body FROM reports WHERE id = NEW.report_id) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body); END;
CREATE TRIGGER aliases_changed_due AFTER UPDATE OF content_sha256 ON report_aliases WHEN OLD.content_sha256 IS NOT NEW.content_sha256 BEGIN INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT site_id, body FROM reports WHERE id = NEW.report_id) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body); END;
CREATE TRIGGER aliases_gone_due AFTER DELETE ON report_aliases WHEN OLD.content_sha256 IS NOT NULL BEGIN INSERT INTO year_checks_due (site_id, body) SELECT n.site_id, n.body FROM (SELECT site_id, body FROM reports WHERE id = OLD.report_id) n
      WHERE NOT EXISTS (SELECT 1 FROM year_checks_due d WHERE d.site_id = n.site_id AND d.body = n.body); END;
CREATE VIEW report_checks AS
    SELECT c.id, r.id AS report_id, c.rule, c.scope, c.outcome, c.expected, c.actual, c.severity, c.detail
    FROM reports r JOIN edition_checks c ON c.edition_id = r.edition_id
    UNION ALL
    SELECT -id, report_id, rule, scope, outcome, expected, actual, severity, detail FROM year_checks;
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
