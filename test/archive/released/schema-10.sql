-- A database as schema version 10 left it, written by the program of its time.
PRAGMA application_id = 1852399982;
PRAGMA user_version = 10;
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
  , dictionary_id INTEGER REFERENCES dictionaries (id), object_sha256 TEXT) STRICT;
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
CREATE TABLE payload_place (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    address TEXT NOT NULL
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
INSERT INTO runs (id, trigger, started_at, finished_at, outcome, options, versions) VALUES (1, 'cron', '2024-02-01T00:00:00.000Z', '2024-02-01T00:01:00.000Z', 'attention', '{}', '{}');
INSERT INTO run_sites (id, run_id, site_id, started_at, finished_at, outcome, whole, found, new, changed, unchanged, blocked, failed, message, retry_at) VALUES (1, 1, 'ruzhou', '2024-02-01T00:00:00.000Z', '2024-02-01T00:01:00.000Z', 'partial', 1, 3, 2, 1, 0, 1, 0, 'x', NULL);
INSERT INTO alarms (id, site_id, cause, message, since, last_seen, closed_at) VALUES (1, 'ruzhou', 'missing_year:2021', 'no report for 2021 was found', '2024-02-01T00:00:00.000Z', '2024-02-01T00:00:00.000Z', NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (1, 'ruzhou', 'https://www.ruzhou.gov.cn/a.html', 'report', '年度报告', '2024-01-20', '2024-02-01T00:00:01.000Z', '2024-02-01T00:00:07.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (2, 'ruzhou', 'https://m.ruzhou.gov.cn/a.html', 'report', '年度报告', '2024-01-20', '2024-02-01T00:00:03.000Z', '2024-02-01T00:00:03.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (3, 'ruzhou', 'https://www.ruzhou.gov.cn/b.html', 'report', '年度报告', '2024-01-20', '2024-02-01T00:00:04.000Z', '2024-02-01T00:00:04.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (4, 'jinshui', 'https://www.jinshui.gov.cn/c.html', 'report', '年度报告', '2024-01-20', '2024-02-01T00:00:05.000Z', '2024-02-01T00:00:05.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (5, 'ruzhou', 'https://www.ruzhou.gov.cn/water.html', 'report', '年度报告', '2024-01-20', '2024-02-01T00:00:06.000Z', '2024-02-01T00:00:06.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (6, 'ruzhou', 'https://www.ruzhou.gov.cn/list_1.html', 'list', NULL, NULL, '2024-02-01T00:00:08.000Z', '2024-02-01T00:00:08.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (7, 'ruzhou', 'https://www.ruzhou.gov.cn/list_2.html', 'list', NULL, NULL, '2024-02-01T00:00:09.000Z', '2024-02-01T00:00:09.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (8, 'ruzhou', 'https://www.ruzhou.gov.cn/list_3.html', 'list', NULL, NULL, '2024-02-01T00:00:10.000Z', '2024-02-01T00:00:10.000Z', NULL, NULL, NULL);
INSERT INTO resources (id, site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url, listed_body, listed_year) VALUES (9, 'ruzhou', 'https://www.ruzhou.gov.cn/list.html', 'list', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id, object_sha256) VALUES (1, '64d1ddd007b45e3d5d72c467ac10256cd7ec4864568f632c4d451b85c16bfc2a', 14, 'identity', x'3c68746d6c3e333c2f68746d6c3e', NULL, NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id, object_sha256) VALUES (2, 'd7a776045029f0c425af6dad770a8afc1a37040e850e237656f73c48ae287a34', 14, 'identity', x'3c68746d6c3e353c2f68746d6c3e', NULL, NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id, object_sha256) VALUES (3, '48ed01520514e7100c64d36551594b6c3147d55f172b9bb37711fcc0bc2c7cb2', 14, 'identity', x'3c68746d6c3e373c2f68746d6c3e', NULL, NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id, object_sha256) VALUES (4, '88afc43298cda38429d613e15480f96462591a266d0e2647ff012620dc236b4a', 14, 'identity', x'3c68746d6c3e303c2f68746d6c3e', NULL, NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id, object_sha256) VALUES (5, 'ad694146151620dbcc53f026bf82888e0b4939b8b5856a924f84aab42104144f', 2607, 'br', x'1b2e0a00e4e78f01463ab0bdc815f97f25bcbc6b2a4b90b368939553ce34200818e230a0f0bb287d3b32c7569a4de4edfc92d0f94c6f7bcbecaec38e6352c9c3dac6d2dab369ca14e78c6c628939e5383ff22bf54dabb022e73b96ebc51cab00d93b7decae70f1374ff63da2c3916cc0559a290fd7921a71d6e547a68bb6bbc0a7e91895a5030c980d3e51d68a97308f9f99ed36f22b5659708150a3daa928835ed0c6d9bee53768e5440c693e0b782650bee2942579bd5244eeee2333786dd876117212263840258384c3374cd10551aa8cd7afe7d5c5dba341f259f64aa17a6fc05074550ada301f1e1193176d555f6d7b9caac9bbe59cf5b3064477db98f21e66281574b9713b1f20b432240e7f7ad757816b078969c19e4096592bd4f162c5aeaa44019d4cd137ac885aed61e4b9913e9b27098145a2486d24c4d43344e88e943257c508af1f003c98b3d75166656993b00776b357268f313570c967bd7700eeb057a108c4d79f9ab75b61d7db7ab5ba077cde0ce8555a2e4f641a954d08e405dc066c02a7a876a341506010dc52911cae12f39bb57738a3721d54646fbbc487c2a265af9635d0991eaf77755bd35e31815143a0c303ddadb0521c619cd3f143c1aeeded3ecf9de399306c2e01cb834234c3c7bbf7baea2506dfd4633d90e96831cab0cea4ea0b571523754406a797908d46e72b0eab814b1ea1e42f129748902d15ee98fa11528956279fe555056073e1d6ce6b2577bdcc355ca3bc679a31cee416e7ed64256584147ad95ca10c9c00ef2512a04fb9a14fd454a1efd960b63f2ddc0dae046f4d55b2e9c22db0a920f23185d199072f4f7aa327458955e050417ad011a0255837b47cf746321135e062ef0e34f3c55170ad552ecb766ae635010fba3d0654b6a685c487591d4aae59a45a638111084fa8f576505e0ac061117629f9f83d1ede57f59255fd616cad3fea272b8e7dab2bad05cfcf2dd67e1ce7120fc7f69d93553ca189b3dadc8e8761f202859bbb14348b3c8f2609a8eca4cc9090f48a1fccdb1ef2ccb9b1cea64c21b980be2c864084478d1e8d8913610f3ddef62da663a8841eb83e36f5e188d23ba1f4a34b47bb33db2ccb069d194865bdc730bea433f1240f95cd3d9d653b280c210651e729888efb7109864e9c2734b11a586e0eae67bf24610f54eeabba9211412bbccc117c9402755366ad8c3955fed4c2b9c71d8f5ac4862dcb2485a14c9fabd5238fbbf4edc02a3bd5a275564bbd6c7905d1af5dd43711f131ac98491218f83e6a447d28cce3b5199bbe2624d2cf1cccb1275d40508dc856c1d3f9e85530c33010f54b5be8e49a9a6282167cd3ef3417d3c1467138cfcc119b4cb9c7b790123b65b254b7506a9e4baf4c1bdb00ea6345d6f79e751347620974f1b1472b3ff487484e08bd068ba4dd07bcd7376f5b348ca40c5aa373a2aeec0e23ace9c64087de6cd93e99a76e604180656da9d19b7cb285cbbcf102cbd2cb3554df595d4f759d77d56c5e4a1af5be6ddc897784a74fe196b2b331a08d3c0b0ae8d5d8c3006c6f1008ea93b06d207f0f5951578e23a4caaaedf8b57a8a3c6594841ece041a387777d41b00dd7b9d8fc188464f0974fd2c52c25601254dc30c19e9e542b1aac6849cb50dcff3f453a597a67e0baad14fa0672f0f0548df019816c38a2ff1567149e270be8d1df46176ced53b0ef2bb62634965b7a710e113874d9b0ce8aa4291096f02c57397b0494b9850fb9444051714982cfd1996b203d6debc85ddbd7bdbed7c284b50ca5e051795f8c69b926dda588d8af4ed4b42a696ae2d325e7b4d75d6185c3a81ce7ee879847bd31ac6ce694e07270e508991c2739046d5fe30481a54f571248b97dcd6b4f7e520a908d804f48a2c5ffef0f97fbefbdf6f7ef8ea9bef7ff2b70fbefbff1f7ef8f55f7ff8c35fbefbff2f7ffcefefbfffd9dfbffdfccb4f3e3c1601', NULL, NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id, object_sha256) VALUES (6, 'bfba31e2405d2336970e08009aa508fc5205e31ded510040886870b4391a1276', 2570, 'br', x'1b090a006475a810cee74a55118f1f2a9d53ce34128cc380c296287d6fe0f2c0b1cfffefabb7bd6576d761c731a9e4616d6369edd934a5c539239b58624e39ce8ffc4a7dd32aacc8f98ee57a31c72a40f64e1fbb2b5cfccd937d8fe870241b709566cac3b5a4469c75f991e9a2ed2ef0693a4665e9000366834f94b5e225cce36766bb8dfc8a55165c20d4a8762acaa017b471b66ff90d5a3911439acf029e0994af3865495eaf1491bbfbc80c5e1bb65d849c84090e50c920e1f00d537441942ae3f5eb7975f1f668907c96bd52a8de1b30145d958236cc8747c4e4455bd557db1ea76af26e3967fdac01d1dd36a6bc87194a055d6edcce0708ad0c89c39fdef555e0da41625ab0279065d60a75bc58b1ab2a51402753f40d2ba2567b18796ea4cfe64942609128521b0931f50c11ba23a5cc5531c2eb07000fe6ec75945959da24ec81ddec95c9634c0d5cf259ef1d803bec552802f1f5a7e6ed56d8f5b65eadee019f37037a9596cb1399466513027901b7019bc029aadd6810141804b7542487abc4fc66ed1dcea85c0715d9db2ef1a1b068d9ab650d74a6c7eb5dddd6b4574c60d410e8f040772bac144718e774fc50b06b7bbbcf73e778260c9b4bc0f2a010cdf0f1eebdae7a89c137f5580f643a5a8c32ac33a9fac255c5481d91c1e92564a3d1f98ac36ae0924728f98bc42512644b853ba67e8454a2d5c967795501d85cb8b5f35ac95d2f730dd728ef99668c33b9c5793b59491921855e3657280327c07b8904e8536ee8133555e87b3698ed4f0b77832bc15b53956cba700b6c2a887c4c6174e6c1cb93dee8495162153854901e74046809d60d2ddfbd914c440db8d8bb03cd7c71145c6b95cbb29d9a794dc0836e8f0195ad6921f1615687926b16a9d6586004c2136abd1d9497027058845d4a3e7e8f87f755bd64557f185beb8ffac98a63dfea4a6bc1f373b3b51fc7b9c4c3b17de764154fe8e2a436b7e36198bc40e1e58e826691e7d12401959d941912925ef18379db439e3937d6d994292417f0cb62084478d4e895983811f6d0e36ddf623a864ae881eb63531f8e28bd134a3fba74b43bb3cdb26cd0998154d67b0ce34b3a134ff250d9dcd359b683c2106210759e82e8b81f9760e8c4794213ab81e5e6e07af64b12f640e5beaa2b1911b4c2cb1cc14729503765d6ca9853e54f2d9c7bdcf1a8456cd8b24c5218caf4b95a3df2b84bdf0eacb2532d5a67b5d4cb965710fdda457d13111fc38a99248181efa346d487c23c5e9bb1e96b4222fdccc11c7bd20504d5886c153c9d8f5e05330c0351bfb4854eaea9292668c137fd4e73311d6c1487f3cc1cb1c9947b7c0b29b153264b750ba5e6b9f4cab4b10da03e56647def593771249640171f7bb4f2437f88e484d06bb048da7dc07b7df3b645c348caa0353a27eacaee30c29a6e0c74e8cd96ed9379ea06160458d6961abdc9275bb8cc1b2fb02cbd5c43f59dd5f554d77957cde6a5a451efdbc69d784778fa146e293b1b03dac8b3a0805e8d3d0cc0f60681a03e09db06f2f7901575e53842aaacda8e5faba7c8534649e8e14ca081737747bd01d0bdd7f9188c68f49440d7cf22256c1550d234cc90915e2e14ab6a4cc859dbf03c4f3f557a69eab7a01afd047af6f25080f41d806931acf8126f1597240ee7dbd8411f66e75cbde320bf2b369654767b0a113e71d8b4c980ae2a1499f026503c77099bb48409b54f4954704181c9d29f61293b60edcd5bd8ddbbb7ddce87b204a5ec557051896fbc29d9a68dd5a848dfbe24646ae9da22e3b5d754678dc1a513e8ec879e47b837ad61ec9ce67470e2009518293c076954ed0f83a441551f47b278c96d4d7b5f0e928a804d40afc8f2257efefe7f5f', NULL, NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id, object_sha256) VALUES (7, 'd1257b8ab490bd1cb29de89adda1c166af7540e302b39982ec579e09bbc5b6ca', 2570, 'zstd', x'28b52ffd600a0975000030323c2f756c3e0100016a900f81', 2, NULL);
INSERT INTO payloads (id, sha256, size, encoding, bytes, dictionary_id, object_sha256) VALUES (8, 'e276747915b5cc53eb4692845ae4be403a8f751202e82e84587c0951f415e400', 2570, 'zstd', x'28b52ffd600a0975000030333c2f756c3e0100016a900f81', 2, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (1, 1, NULL, '2024-02-01T00:00:01.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/a.html', '64d1ddd007b45e3d5d72c467ac10256cd7ec4864568f632c4d451b85c16bfc2a', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (2, 1, NULL, '2024-02-01T00:00:02.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/a.html', 'd7a776045029f0c425af6dad770a8afc1a37040e850e237656f73c48ae287a34', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (3, 2, NULL, '2024-02-01T00:00:03.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://m.ruzhou.gov.cn/a.html', '64d1ddd007b45e3d5d72c467ac10256cd7ec4864568f632c4d451b85c16bfc2a', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (4, 3, NULL, '2024-02-01T00:00:04.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/b.html', '48ed01520514e7100c64d36551594b6c3147d55f172b9bb37711fcc0bc2c7cb2', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (5, 4, NULL, '2024-02-01T00:00:05.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.jinshui.gov.cn/c.html', '88afc43298cda38429d613e15480f96462591a266d0e2647ff012620dc236b4a', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (6, 5, NULL, '2024-02-01T00:00:06.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/water.html', 'ad694146151620dbcc53f026bf82888e0b4939b8b5856a924f84aab42104144f', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (7, 1, NULL, '2024-02-01T00:00:07.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/a.html', 'd7a776045029f0c425af6dad770a8afc1a37040e850e237656f73c48ae287a34', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (8, 6, NULL, '2024-02-01T00:00:08.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/list_1.html', 'bfba31e2405d2336970e08009aa508fc5205e31ded510040886870b4391a1276', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (9, 7, NULL, '2024-02-01T00:00:09.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/list_2.html', 'd1257b8ab490bd1cb29de89adda1c166af7540e302b39982ec579e09bbc5b6ca', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (10, 8, NULL, '2024-02-01T00:00:10.000Z', 200, 'ok', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/list_3.html', 'e276747915b5cc53eb4692845ae4be403a8f751202e82e84587c0951f415e400', NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO captures (id, resource_id, run_id, fetched_at, status, outcome, detail, headers, final_url, payload_sha256, rendered_sha256, revalidated_sha256, via, form, hops, attempts, duration_ms, retry_at, import_id, origin, tls) VALUES (11, 9, NULL, '2024-02-01T00:00:11.000Z', 412, 'blocked', NULL, '{"content-type":"text/html","etag":"\"1\"","set-cookie":["a=1","b=2"]}', 'https://www.ruzhou.gov.cn/list.html', NULL, NULL, NULL, 'http', NULL, '[]', 1, 13, NULL, NULL, NULL, NULL);
INSERT INTO reports (id, site_id, region_code, body, year, title, published_on, form, status, url, edition_id, withdrawn_since, withdrawn_as) VALUES (1, 'ruzhou', '410482', '汝州市司法局', 2023, '汝州市司法局2023年政府信息公开工作年度报告', '2024-01-20', '2021', 'complete', 'https://www.ruzhou.gov.cn/a.html', 2, NULL, NULL);
INSERT INTO reports (id, site_id, region_code, body, year, title, published_on, form, status, url, edition_id, withdrawn_since, withdrawn_as) VALUES (2, 'ruzhou', '410482', '汝州市司法局', 2022, '关于报送@2022#的通知', '2024-01-20', '2021', 'complete', 'https://www.ruzhou.gov.cn/b.html', 3, '2024-03-01T00:00:00.000Z', 'gone');
INSERT INTO reports (id, site_id, region_code, body, year, title, published_on, form, status, url, edition_id, withdrawn_since, withdrawn_as) VALUES (3, 'jinshui', '410105', '金水区', 2023, NULL, '2024-01-20', '2021', 'complete', 'https://www.jinshui.gov.cn/c.html', 4, NULL, NULL);
INSERT INTO reports (id, site_id, region_code, body, year, title, published_on, form, status, url, edition_id, withdrawn_since, withdrawn_as) VALUES (4, 'ruzhou', '410482', '汝州市水利局', 2023, '汝州市水利局2023年政府信息公开工作年度报告', '2024-01-20', '2021', 'complete', 'https://www.ruzhou.gov.cn/water.html', 5, NULL, NULL);
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (1, 1, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (2, 2, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (3, 3, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (4, 4, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO edition_warnings (id, edition_id, code, field, message) VALUES (5, 5, 'from_prose', 'requests.granted.*', 'read from prose');
INSERT INTO report_aliases (id, report_id, url, content_sha256, capture_id, first_seen_at, last_seen_at) VALUES (1, 1, 'https://m.ruzhou.gov.cn/a.html', '2c5b40a834ee5110fb2b297bdb443a96f9df4924a3ea63c44f07abd95c37d981', 3, '2024-02-01T00:00:03.000Z', '2024-02-01T00:00:03.000Z');
INSERT INTO year_checks_due (id, site_id, body) VALUES (2, 'jinshui', '金水区');
INSERT INTO year_checks_due (id, site_id, body) VALUES (3, 'ruzhou', '汝州市水利局');
INSERT INTO dictionaries (id, site_id, kind, payload_sha256, size, encoding, bytes) VALUES (1, 'ruzhou', 'report', 'ad694146151620dbcc53f026bf82888e0b4939b8b5856a924f84aab42104144f', 2607, 'br', x'1b2e0a00e4e78f01463ab0bdc815f97f25bcbc6b2a4b90b368939553ce34200818e230a0f0bb287d3b32c7569a4de4edfc92d0f94c6f7bcbecaec38e6352c9c3dac6d2dab369ca14e78c6c628939e5383ff22bf54dabb022e73b96ebc51cab00d93b7decae70f1374ff63da2c3916cc0559a290fd7921a71d6e547a68bb6bbc0a7e91895a5030c980d3e51d68a97308f9f99ed36f22b5659708150a3daa928835ed0c6d9bee53768e5440c693e0b782650bee2942579bd5244eeee2333786dd876117212263840258384c3374cd10551aa8cd7afe7d5c5dba341f259f64aa17a6fc05074550ada301f1e1193176d555f6d7b9caac9bbe59cf5b3064477db98f21e66281574b9713b1f20b432240e7f7ad757816b078969c19e4096592bd4f162c5aeaa44019d4cd137ac885aed61e4b9913e9b27098145a2486d24c4d43344e88e943257c508af1f003c98b3d75166656993b00776b357268f313570c967bd7700eeb057a108c4d79f9ab75b61d7db7ab5ba077cde0ce8555a2e4f641a954d08e405dc066c02a7a876a341506010dc52911cae12f39bb57738a3721d54646fbbc487c2a265af9635d0991eaf77755bd35e31815143a0c303ddadb0521c619cd3f143c1aeeded3ecf9de399306c2e01cb834234c3c7bbf7baea2506dfd4633d90e96831cab0cea4ea0b571523754406a797908d46e72b0eab814b1ea1e42f129748902d15ee98fa11528956279fe555056073e1d6ce6b2577bdcc355ca3bc679a31cee416e7ed64256584147ad95ca10c9c00ef2512a04fb9a14fd454a1efd960b63f2ddc0dae046f4d55b2e9c22db0a920f23185d199072f4f7aa327458955e050417ad011a0255837b47cf746321135e062ef0e34f3c55170ad552ecb766ae635010fba3d0654b6a685c487591d4aae59a45a638111084fa8f576505e0ac061117629f9f83d1ede57f59255fd616cad3fea272b8e7dab2bad05cfcf2dd67e1ce7120fc7f69d93553ca189b3dadc8e8761f202859bbb14348b3c8f2609a8eca4cc9090f48a1fccdb1ef2ccb9b1cea64c21b980be2c864084478d1e8d8913610f3ddef62da663a8841eb83e36f5e188d23ba1f4a34b47bb33db2ccb069d194865bdc730bea433f1240f95cd3d9d653b280c210651e729888efb7109864e9c2734b11a586e0eae67bf24610f54eeabba9211412bbccc117c9402755366ad8c3955fed4c2b9c71d8f5ac4862dcb2485a14c9fabd5238fbbf4edc02a3bd5a275564bbd6c7905d1af5dd43711f131ac98491218f83e6a447d28cce3b5199bbe2624d2cf1cccb1275d40508dc856c1d3f9e85530c33010f54b5be8e49a9a6282167cd3ef3417d3c1467138cfcc119b4cb9c7b790123b65b254b7506a9e4baf4c1bdb00ea6345d6f79e751347620974f1b1472b3ff487484e08bd068ba4dd07bcd7376f5b348ca40c5aa373a2aeec0e23ace9c64087de6cd93e99a76e604180656da9d19b7cb285cbbcf102cbd2cb3554df595d4f759d77d56c5e4a1af5be6ddc897784a74fe196b2b331a08d3c0b0ae8d5d8c3006c6f1008ea93b06d207f0f5951578e23a4caaaedf8b57a8a3c6594841ece041a387777d41b00dd7b9d8fc188464f0974fd2c52c25601254dc30c19e9e542b1aac6849cb50dcff3f453a597a67e0baad14fa0672f0f0548df019816c38a2ff1567149e270be8d1df46176ced53b0ef2bb62634965b7a710e113874d9b0ce8aa4291096f02c57397b0494b9850fb9444051714982cfd1996b203d6debc85ddbd7bdbed7c284b50ca5e051795f8c69b926dda588d8af4ed4b42a696ae2d325e7b4d75d6185c3a81ce7ee879847bd31ac6ce694e07270e508991c2739046d5fe30481a54f571248b97dcd6b4f7e520a908d804f48a2c5ffef0f97fbefbdf6f7ef8ea9bef7ff2b70fbefbff1f7ef8f55f7ff8c35fbefbff2f7ffcefefbfffd9dfbffdfccb4f3e3c1601');
INSERT INTO dictionaries (id, site_id, kind, payload_sha256, size, encoding, bytes) VALUES (2, 'ruzhou', 'list', 'bfba31e2405d2336970e08009aa508fc5205e31ded510040886870b4391a1276', 2570, 'br', x'1b090a006475a810cee74a55118f1f2a9d53ce34128cc380c296287d6fe0f2c0b1cfffefabb7bd6576d761c731a9e4616d6369edd934a5c539239b58624e39ce8ffc4a7dd32aacc8f98ee57a31c72a40f64e1fbb2b5cfccd937d8fe870241b709566cac3b5a4469c75f991e9a2ed2ef0693a4665e9000366834f94b5e225cce36766bb8dfc8a55165c20d4a8762acaa017b471b66ff90d5a3911439acf029e0994af3865495eaf1491bbfbc80c5e1bb65d849c84090e50c920e1f00d537441942ae3f5eb7975f1f668907c96bd52a8de1b30145d958236cc8747c4e4455bd557db1ea76af26e3967fdac01d1dd36a6bc87194a055d6edcce0708ad0c89c39fdef555e0da41625ab0279065d60a75bc58b1ab2a51402753f40d2ba2567b18796ea4cfe64942609128521b0931f50c11ba23a5cc5531c2eb07000fe6ec75945959da24ec81ddec95c9634c0d5cf259ef1d803bec552802f1f5a7e6ed56d8f5b65eadee019f37037a9596cb1399466513027901b7019bc029aadd6810141804b7542487abc4fc66ed1dcea85c0715d9db2ef1a1b068d9ab650d74a6c7eb5dddd6b4574c60d410e8f040772bac144718e774fc50b06b7bbbcf73e778260c9b4bc0f2a010cdf0f1eebdae7a89c137f5580f643a5a8c32ac33a9fac255c5481d91c1e92564a3d1f98ac36ae0924728f98bc42512644b853ba67e8454a2d5c967795501d85cb8b5f35ac95d2f730dd728ef99668c33b9c5793b59491921855e3657280327c07b8904e8536ee8133555e87b3698ed4f0b77832bc15b53956cba700b6c2a887c4c6174e6c1cb93dee8495162153854901e74046809d60d2ddfbd914c440db8d8bb03cd7c71145c6b95cbb29d9a794dc0836e8f0195ad6921f1615687926b16a9d6586004c2136abd1d9497027058845d4a3e7e8f87f755bd64557f185beb8ffac98a63dfea4a6bc1f373b3b51fc7b9c4c3b17de764154fe8e2a436b7e36198bc40e1e58e826691e7d12401959d941912925ef18379db439e3937d6d994292417f0cb62084478d4e895983811f6d0e36ddf623a864ae881eb63531f8e28bd134a3fba74b43bb3cdb26cd0998154d67b0ce34b3a134ff250d9dcd359b683c2106210759e82e8b81f9760e8c4794213ab81e5e6e07af64b12f640e5beaa2b1911b4c2cb1cc14729503765d6ca9853e54f2d9c7bdcf1a8456cd8b24c5218caf4b95a3df2b84bdf0eacb2532d5a67b5d4cb965710fdda457d13111fc38a99248181efa346d487c23c5e9bb1e96b4222fdccc11c7bd20504d5886c153c9d8f5e05330c0351bfb4854eaea9292668c137fd4e73311d6c1487f3cc1cb1c9947b7c0b29b153264b750ba5e6b9f4cab4b10da03e56647def593771249640171f7bb4f2437f88e484d06bb048da7dc07b7df3b645c348caa0353a27eacaee30c29a6e0c74e8cd96ed9379ea06160458d6961abdc9275bb8cc1b2fb02cbd5c43f59dd5f554d77957cde6a5a451efdbc69d784778fa146e293b1b03dac8b3a0805e8d3d0cc0f60681a03e09db06f2f7901575e53842aaacda8e5faba7c8534649e8e14ca081737747bd01d0bdd7f9188c68f49440d7cf22256c1550d234cc90915e2e14ab6a4cc859dbf03c4f3f557a69eab7a01afd047af6f25080f41d806931acf8126f1597240ee7dbd8411f66e75cbde320bf2b369654767b0a113e71d8b4c980ae2a1499f026503c77099bb48409b54f4954704181c9d29f61293b60edcd5bd8ddbbb7ddce87b204a5ec557051896fbc29d9a68dd5a848dfbe24646ae9da22e3b5d754678dc1a513e8ec879e47b837ad61ec9ce67470e2009518293c076954ed0f83a441551f47b278c96d4d7b5f0e928a804d40afc8f2257efefe7f5f');
INSERT INTO layouts (id, digest, entries) VALUES (1, 'a5dfff4563d0596b685cb7224ccefb0347e710d7ee13b28f7748bf988f70153b', '[[1,"table 1 row 2 col 2",1],[2,"table 1 row 9 col 2"],[3,"table 2 row 4 col 4",2],[4,"table 2 row 6 col 10"],[5],[6],[7,"line 3",null,1],[8,null,null,1]]');
INSERT INTO layouts (id, digest, entries) VALUES (2, '64570c60e292e279ed7bf2fda8edf1465a8e45c399324e667619ef76dcda9e38', '[["T3.FLOW","total","error"],["HD.YEAR","total","error"]]');
INSERT INTO layouts (id, digest, entries) VALUES (3, 'a634b69867ceeb746a52a2ac3efd6510f04b044fb4fbd45824c52e352a286f1b', '[["XY.GAP",null,"info"],["T2.GROW","rules","warning"],["T4.SCALE",null,"info"]]');
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, printed_body, printed_year, form_disclosure, form_requests, form_litigation, form_legacy, layout_id, figure_codes, figures, check_layout_id, check_codes, checks, other_checks, failed, texts) VALUES (1, 1, 1, '1', '558d4e19d0786651', 'complete', NULL, '汝州市司法局', 2023, '2021', '2021', '2021', NULL, 1, '0ā1Ă2ă3Ą4ą5Ć6ć7', '[[0,"零"],[12.5,"12.50"],3,[null,""],4,7,["X-1","索引号:X-1"],null]', 2, '//', '[]', '[[0,2,3,3,"in words"],[1,0,"2023","2023","in words"]]', 1, x'0128b52ffd20a73905007b227469746c65223a22e6b19de5b79ee5b882e58fb8e6b395e5b18032303233e5b9b4e694bfe5ba9ce4bfa1e681afe585ace5bc80e5b7a5e4bd9ce5b9b4e5baa6e68aa5e5918a222c2273656374696f6e73223a5b5b2231222c22e680bbe4bd93e68385e586b5225d2c5b2235222c22e997aee9a298225d2c5b2236222c22e585b6e4bb96225d2c5b2230222c22e4be9de68daee69da1e4be8be7bc96e588b6e38082225d5d7d');
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, printed_body, printed_year, form_disclosure, form_requests, form_litigation, form_legacy, layout_id, figure_codes, figures, check_layout_id, check_codes, checks, other_checks, failed, texts) VALUES (2, 2, 2, '1', '3b8c383d0f2fd291', 'complete', NULL, '汝州市司法局', 2023, '2021', '2021', '2021', NULL, 1, '0ā1Ă2ă3Ą4ą5Ć6ć7', '[[0,"零"],[12.5,"12.50"],5,[null,""],4,7,["X-1","索引号:X-1"],null]', 2, '//', '[]', '[[0,2,3,5,"in words"],[1,0,"2023","2023","in words"]]', 1, x'0128b52ffd20a73905007b227469746c65223a22e6b19de5b79ee5b882e58fb8e6b395e5b18032303233e5b9b4e694bfe5ba9ce4bfa1e681afe585ace5bc80e5b7a5e4bd9ce5b9b4e5baa6e68aa5e5918a222c2273656374696f6e73223a5b5b2231222c22e680bbe4bd93e68385e586b5225d2c5b2235222c22e997aee9a298225d2c5b2236222c22e585b6e4bb96225d2c5b2230222c22e4be9de68daee69da1e4be8be7bc96e588b6e38082225d5d7d');
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, printed_body, printed_year, form_disclosure, form_requests, form_litigation, form_legacy, layout_id, figure_codes, figures, check_layout_id, check_codes, checks, other_checks, failed, texts) VALUES (3, 3, 4, '1', 'def68b11404e5459', 'complete', NULL, '汝州市司法局', 2022, '2021', '2021', '2021', NULL, 1, '0ā1Ă2ă3Ą4ą5Ć6ć7', '[[0,"零"],[12.5,"12.50"],[null,"/"],[null,""],4,7,["X-1","索引号:X-1"],null]', 2, '//', '[]', '[[0,2,3,null,"in words"],[1,0,"2023","2023","in words"]]', 1, x'0128b52ffd20852904007b227469746c65223a22e585b3e4ba8ee68aa5e98081403230323223e79a84e9809ae79fa5222c2273656374696f6e73223a5b5b2231222c22e680bbe4bd93e68385e586b5225d2c5b2235222c22e997aee9a298225d2c5b2236222c22e585b6e4bb96225d2c5b2230222c22e4be9de68daee69da1e4be8be7bc96e588b6e38082225d5d7d');
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, printed_body, printed_year, form_disclosure, form_requests, form_litigation, form_legacy, layout_id, figure_codes, figures, check_layout_id, check_codes, checks, other_checks, failed, texts) VALUES (4, 4, 5, '1', '534b70d5fd66c84c', 'complete', NULL, NULL, NULL, '2021', '2021', '2021', NULL, 1, '0ā1Ă2ă3Ą4ą5Ć6ć7', '[[0,"零"],[12.5,"12.50"],0,[null,""],4,7,["X-1","索引号:X-1"],null]', 2, '//', '[]', '[[0,2,3,0,"in words"],[1,0,"2023","2023","in words"]]', 1, x'0128b52ffd206c6103007b227469746c65223a6e756c6c2c2273656374696f6e73223a5b5b2231222c22e680bbe4bd93e68385e586b5225d2c5b2235222c22e997aee9a298225d2c5b2236222c22e585b6e4bb96225d2c5b2230222c22e4be9de68daee69da1e4be8be7bc96e588b6e38082225d5d7d');
INSERT INTO readings (id, edition_id, capture_id, parser_version, digest, status, reason, printed_body, printed_year, form_disclosure, form_requests, form_litigation, form_legacy, layout_id, figure_codes, figures, check_layout_id, check_codes, checks, other_checks, failed, texts) VALUES (5, 5, 6, '1', '83a61fe2abb0d9f8', 'complete', NULL, '汝州市水利局', 2023, '2021', '2021', '2021', NULL, 1, '0ā1Ă2ă3Ą4ą5Ć6ć7', '[[0,"零"],[12.5,"12.50"],9,[null,""],4,7,["X-1","索引号:X-1"],null]', 2, '//', '[]', '[[0,2,3,9,"in words"],[1,0,"2023","2023","in words"]]', 1, x'0128b52ffd20a75d0400c4077b227469746c65223a22e6b19de5b79ee5b882e6b0b4e588a9e5b18032303233e5b9b4e694bfe5ba9ce4bfa1e681afe585ace5bc80e5b7a5e4bd9ce5b9b4e5baa6e68aa5e5918a222c2273656374696f6e73223a5b5b2231222c22225d2c5b2235222c22e997aee9a29836222c22e585b6e4bb9630222c22225d5d7d04002df304344446a8db817b51');
INSERT INTO report_year_checks (id, check_layout_id, check_codes, checks, other_checks, failed) VALUES (1, 3, '0//', '[2022]', '[[1,2,"at most 5",9,"in words"],[2,3]]', 1);
INSERT INTO judgements (id, resource_id, payload_id, role, parser_version, status, reason, report_id, url, edition_id, content_sha256) VALUES (1, 1, 1, 'content', '1', 'complete', NULL, 1, NULL, 1, NULL);
INSERT INTO judgements (id, resource_id, payload_id, role, parser_version, status, reason, report_id, url, edition_id, content_sha256) VALUES (2, 1, 2, 'content', '1', 'complete', NULL, 1, NULL, 2, NULL);
INSERT INTO judgements (id, resource_id, payload_id, role, parser_version, status, reason, report_id, url, edition_id, content_sha256) VALUES (3, 2, 1, 'content', '1', 'complete', NULL, 1, NULL, 1, NULL);
INSERT INTO judgements (id, resource_id, payload_id, role, parser_version, status, reason, report_id, url, edition_id, content_sha256) VALUES (4, 3, 3, 'content', '1', 'complete', NULL, 2, NULL, 3, NULL);
INSERT INTO judgements (id, resource_id, payload_id, role, parser_version, status, reason, report_id, url, edition_id, content_sha256) VALUES (5, 4, 4, 'content', '1', 'complete', NULL, 3, NULL, 4, NULL);
INSERT INTO judgements (id, resource_id, payload_id, role, parser_version, status, reason, report_id, url, edition_id, content_sha256) VALUES (6, 5, 5, 'content', '1', 'complete', NULL, 4, NULL, 5, NULL);
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (1, 1, '2c5b40a834ee5110fb2b297bdb443a96f9df4924a3ea63c44f07abd95c37d981', 'https://www.ruzhou.gov.cn/a.html', 1, 1, '2024-02-01T00:00:01.000Z', '2024-02-01T00:00:01.000Z');
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (2, 1, 'ae569590aeef4ab801d5def34733d5f924d300780df1b529c39ba1fb3dda7eab', 'https://www.ruzhou.gov.cn/a.html', 2, 7, '2024-02-01T00:00:02.000Z', '2024-02-01T00:00:07.000Z');
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (3, 2, '328d4dee80ee067a5ab3455b6d1dcda60c437b58ef9ce66b32e29a168906796d', 'https://www.ruzhou.gov.cn/b.html', 4, 4, '2024-02-01T00:00:04.000Z', '2024-02-01T00:00:04.000Z');
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (4, 3, '18be99084d95de7353224160fbb1626e9865492b108e20775f5e3c015389f606', 'https://www.jinshui.gov.cn/c.html', 5, 5, '2024-02-01T00:00:05.000Z', '2024-02-01T00:00:05.000Z');
INSERT INTO editions (id, report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at, last_seen_at) VALUES (5, 4, 'c068ef725d0c98ba5d01c7887740e8fcd5ece58fa00d1ed0a223258f1c23fb3d', 'https://www.ruzhou.gov.cn/water.html', 6, 6, '2024-02-01T00:00:06.000Z', '2024-02-01T00:00:06.000Z');
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
CREATE VIEW payload_bodies AS
    SELECT p.id, p.sha256, p.size, CASE WHEN p.object_sha256 IS NULL THEN payload_body(p.sha256, p.size, p.encoding, p.bytes,
      d.payload_sha256, d.size, d.encoding, d.bytes) END AS body
    FROM payloads p LEFT JOIN dictionaries d ON d.id = p.dictionary_id;
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
COMMIT;
