import { connect } from '@fuqiao/db'
import { testSecret } from '@fuqiao/db/test-global'
import { loadProfiles } from '../src/boot/load-profiles.ts'
import { moveDeadlines } from '../src/jobs/move-deadlines.ts'

// A worker of its own process that puts open clocks on a new calendar, one in a batch, and dies by SIGKILL at a named point. Arguments: the database's URL, the instant, the point.
const [adminUrl = '', instant = '', doom = ''] = process.argv.slice(2)
await moveDeadlines(
  {
    db: connect({ adminUrl, secret: testSecret }),
    profiles: loadProfiles(),
    failPoint: point => point === doom && process.kill(process.pid, 'SIGKILL'),
  },
  new Date(instant),
  1,
)
