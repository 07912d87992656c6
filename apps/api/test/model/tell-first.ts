import { connectAsAdministrator } from '@fuqiao/db/test-clone'

// Writes the event of a referral's next change by a connection of its own, as a server would that tells of it before it has committed it.
const [adminUrl = '', id = ''] = process.argv.slice(2)
const admin = connectAsAdministrator(adminUrl)
await admin`
  insert into outbox (network_id, topic, subject_id, payload, at)
  select network_id, topic, subject_id, payload || jsonb_build_object('seq', (payload ->> 'seq')::int + 1), at
  from outbox where subject_id = ${id} and topic = 'referral' order by id desc limit 1`
await admin.end()
