-- Names as they are searched for: folded (models/search.ts), a line feed, and the name that this was made from.
-- SQL cannot fold: the program fills in what is missing after it has started.
ALTER TABLE users ADD COLUMN search_name TEXT;
--> statement
ALTER TABLE events ADD COLUMN search_name TEXT;
--> statement
CREATE INDEX users_by_search_name ON users (search_name, name, email, id);
--> statement
CREATE INDEX events_by_search_name ON events (search_name, name, id);
--> statement
CREATE TRIGGER users_search_their_name AFTER UPDATE OF name, search_name ON users
WHEN substr(NEW.search_name, instr(NEW.search_name, char(10)) + 1) <> NEW.name
BEGIN UPDATE users SET search_name = NULL WHERE id = NEW.id; END;
--> statement
CREATE TRIGGER users_new_search_their_name AFTER INSERT ON users
WHEN substr(NEW.search_name, instr(NEW.search_name, char(10)) + 1) <> NEW.name
BEGIN UPDATE users SET search_name = NULL WHERE id = NEW.id; END;
--> statement
CREATE TRIGGER events_search_their_name AFTER UPDATE OF name, search_name ON events
WHEN substr(NEW.search_name, instr(NEW.search_name, char(10)) + 1) <> NEW.name
BEGIN UPDATE events SET search_name = NULL WHERE id = NEW.id; END;
--> statement
CREATE TRIGGER events_new_search_their_name AFTER INSERT ON events
WHEN substr(NEW.search_name, instr(NEW.search_name, char(10)) + 1) <> NEW.name
BEGIN UPDATE events SET search_name = NULL WHERE id = NEW.id; END;
