-- Hashes, token digests and signing keys are for sign-in alone: no request's transaction reads them.
with secret (relation, name) as (values
  ('person', 'password_hash'), ('refresh_token', 'digest'), ('installation_key', 'private_pem'), ('sign_in_throttle', 'key'), ('outbox', 'payload'),
  ('webhook_endpoint', 'sealed_secret')
)
select relation || '.' || name as object, 'fuqiao_app may read it' as fault
from secret where has_column_privilege('fuqiao_app', ('public.' || relation)::regclass, name, 'select')
