import { connectAsAdministrator } from '@fuqiao/db/test-clone'

/** Runs a statement as the owner of the tables, as a bad migration would. */
export async function runAsOwner(adminUrl: string, statement: string): Promise<void> {
  const admin = connectAsAdministrator(adminUrl)
  try {
    await admin.unsafe(statement)
  } finally {
    await admin.end()
  }
}

/** Changes a function of the database by its text. @throws Error when it does not say what is to be changed */
export async function rewriteFunction(adminUrl: string, name: string, from: string, to: string): Promise<void> {
  const admin = connectAsAdministrator(adminUrl)
  try {
    const [row] = await admin`
      select pg_get_functiondef(p.oid) as text
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'app' and p.proname = ${name}`
    const text = String(row?.['text'])
    if (!text.includes(from)) throw new Error(`${name} does not say ${from}`)
    await admin.unsafe(text.replace(from, to))
  } finally {
    await admin.end()
  }
}
