// The libSQL server of the tests as a process of its own, so that its clock can be set: of the file FILE.
import { startLibsqlServer } from '../../../libsql-server.ts'

const { url } = await startLibsqlServer(process.env.FILE ?? '')
console.log(url)
