// Loaded before a server by a control: a connection that has seen SQLITE_BUSY is never replaced.
import { Sqlite3Client } from '@libsql/client/sqlite3'

Sqlite3Client.prototype.reconnect = async () => undefined
