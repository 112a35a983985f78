-- A batch may have 30 guards: changing an event has more than the 12 of before.
DROP TRIGGER refusals_abort;
--> statement
CREATE TRIGGER refusals_abort INSTEAD OF INSERT ON refusals
BEGIN
  SELECT CASE NEW.position
    WHEN 0 THEN RAISE(ABORT, 'refused 0') WHEN 1 THEN RAISE(ABORT, 'refused 1')
    WHEN 2 THEN RAISE(ABORT, 'refused 2') WHEN 3 THEN RAISE(ABORT, 'refused 3')
    WHEN 4 THEN RAISE(ABORT, 'refused 4') WHEN 5 THEN RAISE(ABORT, 'refused 5')
    WHEN 6 THEN RAISE(ABORT, 'refused 6') WHEN 7 THEN RAISE(ABORT, 'refused 7')
    WHEN 8 THEN RAISE(ABORT, 'refused 8') WHEN 9 THEN RAISE(ABORT, 'refused 9')
    WHEN 10 THEN RAISE(ABORT, 'refused 10') WHEN 11 THEN RAISE(ABORT, 'refused 11')
    WHEN 12 THEN RAISE(ABORT, 'refused 12') WHEN 13 THEN RAISE(ABORT, 'refused 13')
    WHEN 14 THEN RAISE(ABORT, 'refused 14') WHEN 15 THEN RAISE(ABORT, 'refused 15')
    WHEN 16 THEN RAISE(ABORT, 'refused 16') WHEN 17 THEN RAISE(ABORT, 'refused 17')
    WHEN 18 THEN RAISE(ABORT, 'refused 18') WHEN 19 THEN RAISE(ABORT, 'refused 19')
    WHEN 20 THEN RAISE(ABORT, 'refused 20') WHEN 21 THEN RAISE(ABORT, 'refused 21')
    WHEN 22 THEN RAISE(ABORT, 'refused 22') WHEN 23 THEN RAISE(ABORT, 'refused 23')
    WHEN 24 THEN RAISE(ABORT, 'refused 24') WHEN 25 THEN RAISE(ABORT, 'refused 25')
    WHEN 26 THEN RAISE(ABORT, 'refused 26') WHEN 27 THEN RAISE(ABORT, 'refused 27')
    WHEN 28 THEN RAISE(ABORT, 'refused 28') WHEN 29 THEN RAISE(ABORT, 'refused 29')
    ELSE RAISE(ABORT, 'refused unknown') END;
END;
