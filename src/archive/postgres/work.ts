/**
 * What several workers on one PostgreSQL agree on: who crawls which site, when a host may be asked again, and from
 * where a site answers. Only PostgreSQL has these tables: an SQLite file has one crawl at a time, and needs none. The
 * clock is the database's, so that workers whose clocks differ agree.
 */
export const WORK_SQL = `
  CREATE TABLE workers (
    id text COLLATE "C" PRIMARY KEY,
    vantage text COLLATE "C",
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    heard_at timestamptz NOT NULL DEFAULT clock_timestamp()
  );
  -- Whose a site is until when: who is silent for longer loses it.
  CREATE TABLE site_leases (
    site_id text COLLATE "C" PRIMARY KEY,
    holder text COLLATE "C" NOT NULL,
    until timestamptz NOT NULL
  );
  -- When a host ('host …') or an address ('address …') may be asked again, and who asks it now.
  CREATE TABLE pacing (
    lane text COLLATE "C" PRIMARY KEY,
    holder text COLLATE "C",
    held_until timestamptz NOT NULL DEFAULT 'epoch',
    free_at timestamptz NOT NULL DEFAULT 'epoch'
  );
  -- How the last crawl of a site from a vantage point ended.
  CREATE TABLE site_vantages (
    site_id text COLLATE "C" NOT NULL,
    vantage text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (site_id, vantage)
  );

  -- Takes a site, or keeps it; false where it is another's, or the whole database is locked by a crawl or a reparse.
  CREATE FUNCTION lease_site(site text, who text, seconds double precision) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock_shared(hashtext('nianbao lock'));
      IF EXISTS (SELECT 1 FROM lock WHERE heartbeat_at::timestamptz > clock_timestamp() - interval '2 minutes') THEN
        DELETE FROM site_leases WHERE site_id = site AND holder = who;
        RETURN false;
      END IF;
      INSERT INTO site_leases AS l (site_id, holder, until)
        VALUES (site, who, clock_timestamp() + seconds * interval '1 second')
        ON CONFLICT (site_id) DO UPDATE SET holder = who, until = excluded.until
        WHERE l.holder = who OR l.until < clock_timestamp();
      RETURN EXISTS (SELECT 1 FROM site_leases s WHERE s.site_id = site AND s.holder = who);
    END $$;

  -- Milliseconds to wait before asking again; 0: the turn is ours; -1: the site is no longer ours.
  CREATE FUNCTION take_turn(site text, who text, lanes text[], hold_seconds double precision)
    RETURNS double precision LANGUAGE plpgsql AS $$
    DECLARE wait double precision;
    BEGIN
      IF NOT EXISTS (SELECT 1 FROM site_leases s WHERE s.site_id = site AND s.holder = who
          AND s.until > clock_timestamp()) THEN
        RETURN -1;
      END IF;
      IF (SELECT count(*) FROM pacing WHERE lane = ANY (lanes)) < cardinality(lanes) THEN
        INSERT INTO pacing (lane) SELECT unnest(lanes) ORDER BY 1 ON CONFLICT DO NOTHING;
      END IF;
      PERFORM 1 FROM pacing WHERE lane = ANY (lanes) ORDER BY lane FOR UPDATE;
      -- Who holds a lane and has lost its site is dead: its request has ended, too, or will be its last.
      SELECT max(CASE WHEN p.held_until > clock_timestamp() AND EXISTS (SELECT 1 FROM site_leases s
            WHERE s.holder || ' ' || s.site_id = p.holder AND s.until > clock_timestamp()) THEN 50
          ELSE extract(epoch FROM p.free_at - clock_timestamp()) * 1000 END)
        INTO wait FROM pacing p WHERE p.lane = ANY (lanes);
      IF wait > 0 THEN RETURN wait; END IF;
      UPDATE pacing SET holder = who || ' ' || site, held_until = clock_timestamp() + hold_seconds * interval '1 second'
        WHERE lane = ANY (lanes);
      RETURN 0;
    END $$;

  CREATE FUNCTION end_turn(site text, who text, lanes text[], delay_ms double precision) RETURNS void LANGUAGE sql AS $$
    UPDATE pacing SET holder = NULL, held_until = 'epoch',
      free_at = greatest(free_at, clock_timestamp() + delay_ms * interval '1 millisecond')
    WHERE lane IN (SELECT lane FROM pacing WHERE lane = ANY (lanes) AND holder = who || ' ' || site ORDER BY lane FOR UPDATE)
  $$`;
