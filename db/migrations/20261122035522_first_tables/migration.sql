CREATE TABLE "idempotency_key" (
	"person_id" uuid,
	"key" uuid,
	"procedure" text NOT NULL,
	"request_digest" text NOT NULL,
	"response" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_key_pkey" PRIMARY KEY("person_id","key")
);
--> statement-breakpoint
ALTER TABLE "idempotency_key" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "installation_key" (
	"name" text PRIMARY KEY,
	"private_pem" text NOT NULL,
	"public_pem" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"is_retired" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "installation_key" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "membership" (
	"id" uuid PRIMARY KEY,
	"network_id" integer NOT NULL,
	"person_id" uuid NOT NULL,
	"tenant_id" uuid,
	"organisation_id" uuid,
	"display_name" text NOT NULL,
	"roles" text[] NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone,
	CONSTRAINT "membership_one_place" CHECK ((tenant_id is null) <> (organisation_id is null)),
	CONSTRAINT "membership_three_administrators" CHECK (('systemAdmin' = any (roles))::int + ('securityAdmin' = any (roles))::int + ('auditAdmin' = any (roles))::int <= 1)
);
--> statement-breakpoint
ALTER TABLE "membership" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "person" (
	"id" uuid PRIMARY KEY,
	"login_name" text NOT NULL UNIQUE,
	"display_name" text NOT NULL,
	"password_hash" text NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "person" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "refresh_token" (
	"id" uuid PRIMARY KEY,
	"session_id" uuid NOT NULL,
	"digest" bytea NOT NULL CONSTRAINT "refresh_token_digest" UNIQUE,
	"created_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"successor_id" uuid
);
--> statement-breakpoint
ALTER TABLE "refresh_token" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY,
	"person_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"idle_until" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"end_reason" text,
	"user_agent" text DEFAULT '' NOT NULL,
	"address" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "session" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sign_in_throttle" (
	"key" text PRIMARY KEY,
	"failures" integer NOT NULL,
	"window_start" timestamp with time zone NOT NULL,
	"blocked_until" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "sign_in_throttle" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calendar_day" (
	"day" date PRIMARY KEY,
	"kind" text NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "calendar_day" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calendar_year" (
	"year" integer PRIMARY KEY,
	"version" text NOT NULL,
	"loaded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "calendar_year" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "capability" (
	"network_id" integer,
	"tenant_id" uuid,
	"scope_key" bigint NOT NULL,
	"functions" text[] NOT NULL,
	"fields" text[] NOT NULL,
	"services" text DEFAULT '' NOT NULL,
	"contact_name" text DEFAULT '' NOT NULL,
	"contact_phone" text DEFAULT '' NOT NULL,
	"ceiling" integer NOT NULL,
	"takes_referrals" boolean DEFAULT true NOT NULL,
	"declared_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "capability_pkey" PRIMARY KEY("network_id","tenant_id")
);
--> statement-breakpoint
ALTER TABLE "capability" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "division" (
	"code" text PRIMARY KEY,
	"name" text NOT NULL,
	"parent_code" text,
	"level" smallint NOT NULL,
	"kind" text NOT NULL,
	"is_statistical_only" boolean DEFAULT false NOT NULL,
	"as_of" date NOT NULL
);
--> statement-breakpoint
ALTER TABLE "division" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "network" (
	"id" integer PRIMARY KEY,
	"name" text NOT NULL,
	"profile_id" text NOT NULL,
	"division_code" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "network" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "response_record" (
	"network_id" integer,
	"tenant_id" uuid,
	"received" integer DEFAULT 0 NOT NULL,
	"acknowledged" integer DEFAULT 0 NOT NULL,
	"accepted" integer DEFAULT 0 NOT NULL,
	"declined" integer DEFAULT 0 NOT NULL,
	"active_now" integer DEFAULT 0 NOT NULL,
	"acknowledge_hours_total" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "response_record_pkey" PRIMARY KEY("network_id","tenant_id")
);
--> statement-breakpoint
ALTER TABLE "response_record" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "saved_view" (
	"network_id" integer,
	"id" uuid,
	"person_id" uuid NOT NULL,
	"page" text NOT NULL,
	"name" text NOT NULL,
	"query" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "saved_view_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "saved_view" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tenant" (
	"network_id" integer,
	"id" uuid,
	"parent_id" uuid,
	"scope_key" bigint NOT NULL,
	"scope_high" bigint NOT NULL,
	"depth" smallint NOT NULL,
	"next_slot" integer DEFAULT 1 NOT NULL,
	"tier" text NOT NULL,
	"kind" text NOT NULL,
	"building_mode" text,
	"name" text NOT NULL,
	"short_name" text NOT NULL,
	"initials" text NOT NULL,
	"division_code" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"successor_id" uuid,
	"opened_on" date NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "tenant_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "tenant_place" UNIQUE("network_id","id","scope_key"),
	CONSTRAINT "tenant_scope_key" UNIQUE("network_id","scope_key")
);
--> statement-breakpoint
ALTER TABLE "tenant" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tenant_history" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"change" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone,
	"name" text NOT NULL,
	"parent_id" uuid,
	"scope_key" bigint NOT NULL,
	"status" text NOT NULL,
	"successor_id" uuid,
	"reason" text NOT NULL,
	"person_name" text NOT NULL,
	CONSTRAINT "tenant_history_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "tenant_history" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "attachment" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"organisation_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"file_name" text NOT NULL,
	"media_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"content" bytea NOT NULL,
	"person_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "attachment_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "attachment" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "dossier_section" (
	"network_id" integer,
	"organisation_id" uuid,
	"section" text,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"body" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"updated_by_name" text NOT NULL,
	CONSTRAINT "dossier_section_pkey" PRIMARY KEY("network_id","organisation_id","section")
);
--> statement-breakpoint
ALTER TABLE "dossier_section" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_job" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"file_name" text NOT NULL,
	"sha256" text NOT NULL,
	"state" text NOT NULL,
	"total" integer NOT NULL,
	"bad" integer NOT NULL,
	"duplicates" integer DEFAULT 0 NOT NULL,
	"imported" integer DEFAULT 0 NOT NULL,
	"person_name" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "import_job_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "import_job" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_row" (
	"network_id" integer,
	"job_id" uuid,
	"row_number" integer,
	"tenant_id" uuid NOT NULL,
	"values" jsonb NOT NULL,
	"errors" jsonb NOT NULL,
	"state" text NOT NULL,
	"organisation_id" uuid,
	CONSTRAINT "import_row_pkey" PRIMARY KEY("network_id","job_id","row_number")
);
--> statement-breakpoint
ALTER TABLE "import_row" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "number_counter" (
	"network_id" integer,
	"tenant_id" uuid,
	"name" text,
	"year" integer,
	"value" integer NOT NULL,
	CONSTRAINT "number_counter_pkey" PRIMARY KEY("network_id","tenant_id","name","year")
);
--> statement-breakpoint
ALTER TABLE "number_counter" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organisation" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"first_contact_tenant_id" uuid NOT NULL,
	"reporting_tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"former_names" text[] DEFAULT '{}'::text[] NOT NULL,
	"initials" text NOT NULL,
	"sort_key" text NOT NULL,
	"credit_code" text,
	"credit_code_override" text,
	"kind" text NOT NULL,
	"stage" text NOT NULL,
	"field" text NOT NULL,
	"division_code" text NOT NULL,
	"address" text DEFAULT '' NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"registered_on" date,
	"registration_authority" text DEFAULT '' NOT NULL,
	"filing_number" text,
	"filed_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"grams" text[] GENERATED ALWAYS AS (app.search_grams(network_id, name || ' ' || initials || ' ' || coalesce(credit_code, ''))) STORED,
	CONSTRAINT "organisation_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "organisation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organisation_note" (
	"network_id" integer,
	"id" uuid,
	"organisation_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"text" text NOT NULL,
	"person_name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "organisation_note_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "organisation_note" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organisation_person" (
	"network_id" integer,
	"id" uuid,
	"organisation_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"name" text NOT NULL,
	"position" text NOT NULL,
	"phone" text DEFAULT '' NOT NULL,
	"certificate" text DEFAULT '' NOT NULL,
	"is_full_time" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "organisation_person_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "organisation_person" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organisation_serving" (
	"network_id" integer,
	"id" uuid,
	"organisation_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"referral_id" uuid,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone,
	CONSTRAINT "organisation_serving_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "organisation_serving" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid,
	"tenant_name" text DEFAULT '' NOT NULL,
	"organisation_id" uuid,
	"person_id" uuid,
	"person_name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid,
	"outcome" text NOT NULL,
	"details" jsonb DEFAULT '{}' NOT NULL,
	CONSTRAINT "audit_entry_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "audit_entry" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "consent" (
	"network_id" integer,
	"id" uuid,
	"referral_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"from_tenant_id" uuid NOT NULL,
	"recipient_tenant_id" uuid NOT NULL,
	"sections" text[] NOT NULL,
	"personal" boolean NOT NULL,
	"purpose" text NOT NULL,
	"until" date NOT NULL,
	"text_version" text NOT NULL,
	"shown_digest" text NOT NULL,
	"state" text NOT NULL,
	"method" text,
	"signatory" text,
	"signatory_person_id" uuid,
	"attachment_id" uuid,
	"reason" text DEFAULT '' NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	CONSTRAINT "consent_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "consent" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "dossier_access" (
	"network_id" integer,
	"id" uuid,
	"organisation_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"person_name" text NOT NULL,
	"sections" text[] NOT NULL,
	"basis" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"referral_id" uuid,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "dossier_access_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "dossier_access" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "dossier_grant" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"granted_by_tenant_id" uuid NOT NULL,
	"referral_id" uuid NOT NULL,
	"sections" text[] NOT NULL,
	"personal" boolean NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"end_reason" text,
	CONSTRAINT "dossier_grant_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "dossier_grant" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notice" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid,
	"organisation_id" uuid,
	"kind" text NOT NULL,
	"referral_id" uuid,
	"params" jsonb DEFAULT '{}' NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	"source_key" text NOT NULL,
	CONSTRAINT "notice_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "notice_once" UNIQUE("network_id","source_key")
);
--> statement-breakpoint
ALTER TABLE "notice" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigserial PRIMARY KEY,
	"network_id" integer NOT NULL,
	"topic" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"payload" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "outbox" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "referral" (
	"network_id" integer,
	"id" uuid,
	"number" text NOT NULL,
	"letter_code" text NOT NULL CONSTRAINT "referral_letter_code" UNIQUE,
	"kind" text DEFAULT 'refer' NOT NULL,
	"direction" text,
	"mode" text NOT NULL,
	"chain_id" uuid NOT NULL,
	"hop" smallint DEFAULT 1 NOT NULL,
	"parent_id" uuid,
	"organisation_id" uuid NOT NULL,
	"from_tenant_id" uuid NOT NULL,
	"to_tenant_id" uuid,
	"desk_tenant_id" uuid,
	"state" text NOT NULL,
	"holder" text,
	"holder_tenant_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"need" text,
	"need_text" text DEFAULT '' NOT NULL,
	"purpose" text DEFAULT '' NOT NULL,
	"sections" text[] DEFAULT '{}'::text[] NOT NULL,
	"personal" boolean DEFAULT false NOT NULL,
	"grant_until" date,
	"suggestion" jsonb,
	"other_reason" text DEFAULT '' NOT NULL,
	"preview_kind" text,
	"preview_field" text,
	"preview_stage" text,
	"preview_division_code" text,
	"consent_until" date,
	"consent_signed_at" timestamp with time zone,
	"created_by_person_id" uuid NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"submitted_at" timestamp with time zone,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_by_name" text,
	"decided_at" timestamp with time zone,
	"lead_name" text,
	"first_contact_on" date,
	"duplicate_answer" text DEFAULT '' NOT NULL,
	"decline_code" text,
	"decline_text" text DEFAULT '' NOT NULL,
	"better_tenant_id" uuid,
	"outcome_code" text,
	"outcome_text" text DEFAULT '' NOT NULL,
	"services_delivered" text DEFAULT '' NOT NULL,
	"sender_confirmed_at" timestamp with time zone,
	"organisation_confirmed_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"due_rule" text,
	"due_at" timestamp with time zone,
	"clock_started_at" timestamp with time zone,
	"calendar_version" text,
	"escalation_level" smallint DEFAULT 0 NOT NULL,
	"next_clock_at" timestamp with time zone,
	CONSTRAINT "referral_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "referral_number" UNIQUE("network_id","from_tenant_id","number")
);
--> statement-breakpoint
ALTER TABLE "referral" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "referral_event" (
	"network_id" integer,
	"referral_id" uuid,
	"seq" integer,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"actor_tenant_id" uuid,
	"actor_organisation_id" uuid,
	"actor_person_id" uuid,
	"actor_name" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"data" jsonb DEFAULT '{}' NOT NULL,
	"audience" text[] NOT NULL,
	CONSTRAINT "referral_event_pkey" PRIMARY KEY("network_id","referral_id","seq")
);
--> statement-breakpoint
ALTER TABLE "referral_event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "referral_snapshot" (
	"network_id" integer,
	"referral_id" uuid,
	"from_tenant_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"organisation_name" text NOT NULL,
	"card" jsonb NOT NULL,
	"sections" jsonb NOT NULL,
	"people" jsonb NOT NULL,
	"digest" text NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "referral_snapshot_pkey" PRIMARY KEY("network_id","referral_id")
);
--> statement-breakpoint
ALTER TABLE "referral_snapshot" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "membership_person" ON "membership" ("person_id");--> statement-breakpoint
CREATE INDEX "membership_tenant" ON "membership" ("network_id","tenant_id");--> statement-breakpoint
CREATE INDEX "membership_organisation" ON "membership" ("network_id","organisation_id");--> statement-breakpoint
CREATE INDEX "refresh_token_session" ON "refresh_token" ("session_id");--> statement-breakpoint
CREATE INDEX "session_person" ON "session" ("person_id","created_at");--> statement-breakpoint
CREATE INDEX "session_membership" ON "session" ("membership_id");--> statement-breakpoint
CREATE INDEX "capability_place" ON "capability" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "division_parent" ON "division" ("parent_code");--> statement-breakpoint
CREATE INDEX "saved_view_of" ON "saved_view" ("person_id","page");--> statement-breakpoint
CREATE INDEX "tenant_children" ON "tenant" ("network_id","parent_id","division_code");--> statement-breakpoint
CREATE INDEX "tenant_successor_of" ON "tenant" ("network_id","successor_id");--> statement-breakpoint
CREATE INDEX "tenant_division" ON "tenant" ("division_code");--> statement-breakpoint
CREATE INDEX "tenant_history_of" ON "tenant_history" ("network_id","tenant_id","from_at");--> statement-breakpoint
CREATE INDEX "attachment_by_organisation" ON "attachment" ("network_id","organisation_id");--> statement-breakpoint
CREATE INDEX "attachment_by_tenant" ON "attachment" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "section_by" ON "dossier_section" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "import_job_of" ON "import_job" ("network_id","tenant_id","created_at");--> statement-breakpoint
CREATE INDEX "import_job_place" ON "import_job" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "import_row_state" ON "import_row" ("network_id","job_id","state","row_number");--> statement-breakpoint
CREATE INDEX "import_row_tenant_of" ON "import_row" ("network_id","tenant_id");--> statement-breakpoint
CREATE INDEX "organisation_by_change" ON "organisation" ("network_id","updated_at" DESC,"id" DESC,"scope_key");--> statement-breakpoint
CREATE INDEX "organisation_of_tenant" ON "organisation" ("network_id","tenant_id","updated_at" DESC,"id" DESC);--> statement-breakpoint
CREATE INDEX "organisation_first_contact_of" ON "organisation" ("network_id","first_contact_tenant_id");--> statement-breakpoint
CREATE INDEX "organisation_reporting_to" ON "organisation" ("network_id","reporting_tenant_id");--> statement-breakpoint
CREATE INDEX "organisation_credit_code" ON "organisation" ("network_id","credit_code");--> statement-breakpoint
CREATE INDEX "organisation_grams" ON "organisation" USING gin ("grams");--> statement-breakpoint
CREATE INDEX "organisation_custodian_place" ON "organisation" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "note_by_organisation" ON "organisation_note" ("network_id","organisation_id","at");--> statement-breakpoint
CREATE INDEX "note_by_tenant" ON "organisation_note" ("network_id","tenant_id");--> statement-breakpoint
CREATE INDEX "organisation_person_by_organisation" ON "organisation_person" ("network_id","organisation_id");--> statement-breakpoint
CREATE INDEX "organisation_person_by_tenant" ON "organisation_person" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "serving_of" ON "organisation_serving" ("network_id","organisation_id");--> statement-breakpoint
CREATE INDEX "serving_by" ON "organisation_serving" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "audit_of_tenant" ON "audit_entry" ("network_id","tenant_id","at" DESC,"id" DESC);--> statement-breakpoint
CREATE INDEX "audit_of_network" ON "audit_entry" ("network_id","at" DESC,"id" DESC);--> statement-breakpoint
CREATE INDEX "audit_of_subject" ON "audit_entry" ("network_id","subject_id");--> statement-breakpoint
CREATE INDEX "consent_of_referral" ON "consent" ("network_id","referral_id");--> statement-breakpoint
CREATE INDEX "consent_of_organisation" ON "consent" ("network_id","organisation_id");--> statement-breakpoint
CREATE INDEX "consent_to" ON "consent" ("network_id","recipient_tenant_id");--> statement-breakpoint
CREATE INDEX "consent_paper_of" ON "consent" ("network_id","attachment_id");--> statement-breakpoint
CREATE INDEX "access_of_organisation" ON "dossier_access" ("network_id","organisation_id","at" DESC);--> statement-breakpoint
CREATE INDEX "access_by_tenant" ON "dossier_access" ("network_id","tenant_id");--> statement-breakpoint
CREATE INDEX "grant_live" ON "dossier_grant" ("network_id","tenant_id","until_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "grant_to" ON "dossier_grant" ("network_id","tenant_id");--> statement-breakpoint
CREATE INDEX "grant_of_organisation" ON "dossier_grant" ("network_id","organisation_id");--> statement-breakpoint
CREATE INDEX "grant_of_referral" ON "dossier_grant" ("network_id","referral_id");--> statement-breakpoint
CREATE INDEX "notice_of_tenant" ON "notice" ("network_id","tenant_id","at" DESC);--> statement-breakpoint
CREATE INDEX "notice_of_organisation" ON "notice" ("network_id","organisation_id","at" DESC);--> statement-breakpoint
CREATE INDEX "outbox_open" ON "outbox" ("id") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "referral_inbox" ON "referral" ("network_id","to_tenant_id","updated_at" DESC,"id" DESC);--> statement-breakpoint
CREATE INDEX "referral_outbox" ON "referral" ("network_id","from_tenant_id","updated_at" DESC,"id" DESC);--> statement-breakpoint
CREATE INDEX "referral_of_organisation" ON "referral" ("network_id","organisation_id","updated_at" DESC);--> statement-breakpoint
CREATE INDEX "referral_chain" ON "referral" ("network_id","chain_id","hop");--> statement-breakpoint
CREATE INDEX "referral_parent_of" ON "referral" ("network_id","parent_id");--> statement-breakpoint
CREATE INDEX "referral_desk_of" ON "referral" ("network_id","desk_tenant_id","escalation_level","due_at");--> statement-breakpoint
CREATE INDEX "referral_to_do" ON "referral" ("network_id","holder_tenant_id","due_at") WHERE holder_tenant_id is not null;--> statement-breakpoint
CREATE INDEX "referral_clock" ON "referral" ("next_clock_at") WHERE next_clock_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "referral_one_open_hand_over" ON "referral" ("network_id","organisation_id") WHERE mode = 'handOver' and state in ('submitted', 'acknowledged', 'accepted', 'active', 'outcomeReported');--> statement-breakpoint
CREATE INDEX "event_by_person" ON "referral_event" ("network_id","actor_person_id","at" DESC);--> statement-breakpoint
CREATE INDEX "snapshot_of_organisation" ON "referral_snapshot" ("network_id","organisation_id");--> statement-breakpoint
CREATE INDEX "snapshot_from" ON "referral_snapshot" ("network_id","from_tenant_id");--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id");--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_of_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_of_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "refresh_token" ADD CONSTRAINT "refresh_token_session_id_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id");--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id");--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_membership_id_membership_id_fkey" FOREIGN KEY ("membership_id") REFERENCES "membership"("id");--> statement-breakpoint
ALTER TABLE "capability" ADD CONSTRAINT "capability_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "response_record" ADD CONSTRAINT "response_record_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_network_id_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "network"("id");--> statement-breakpoint
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_division_code_division_code_fkey" FOREIGN KEY ("division_code") REFERENCES "division"("code");--> statement-breakpoint
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_parent" FOREIGN KEY ("network_id","parent_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_successor" FOREIGN KEY ("network_id","successor_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "tenant_history" ADD CONSTRAINT "tenant_history_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "dossier_section" ADD CONSTRAINT "section_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "dossier_section" ADD CONSTRAINT "section_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "import_job" ADD CONSTRAINT "import_job_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_job" FOREIGN KEY ("network_id","job_id") REFERENCES "import_job"("network_id","id");--> statement-breakpoint
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "number_counter" ADD CONSTRAINT "number_counter_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "organisation" ADD CONSTRAINT "organisation_custodian" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "organisation" ADD CONSTRAINT "organisation_first_contact" FOREIGN KEY ("network_id","first_contact_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "organisation" ADD CONSTRAINT "organisation_reporting" FOREIGN KEY ("network_id","reporting_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "organisation_note" ADD CONSTRAINT "note_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "organisation_note" ADD CONSTRAINT "note_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "organisation_person" ADD CONSTRAINT "organisation_person_of" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "organisation_person" ADD CONSTRAINT "organisation_person_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "organisation_serving" ADD CONSTRAINT "serving_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "organisation_serving" ADD CONSTRAINT "serving_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_referral" FOREIGN KEY ("network_id","referral_id") REFERENCES "referral"("network_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_recipient" FOREIGN KEY ("network_id","recipient_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_paper" FOREIGN KEY ("network_id","attachment_id") REFERENCES "attachment"("network_id","id");--> statement-breakpoint
ALTER TABLE "dossier_access" ADD CONSTRAINT "access_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "dossier_access" ADD CONSTRAINT "access_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "dossier_grant" ADD CONSTRAINT "grant_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "dossier_grant" ADD CONSTRAINT "grant_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "dossier_grant" ADD CONSTRAINT "grant_referral" FOREIGN KEY ("network_id","referral_id") REFERENCES "referral"("network_id","id");--> statement-breakpoint
ALTER TABLE "notice" ADD CONSTRAINT "notice_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "notice" ADD CONSTRAINT "notice_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_from" FOREIGN KEY ("network_id","from_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_to" FOREIGN KEY ("network_id","to_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_desk" FOREIGN KEY ("network_id","desk_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_parent" FOREIGN KEY ("network_id","parent_id") REFERENCES "referral"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral_event" ADD CONSTRAINT "event_referral" FOREIGN KEY ("network_id","referral_id") REFERENCES "referral"("network_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "referral_snapshot" ADD CONSTRAINT "snapshot_referral" FOREIGN KEY ("network_id","referral_id") REFERENCES "referral"("network_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "referral_snapshot" ADD CONSTRAINT "snapshot_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
CREATE POLICY "read" ON "idempotency_key" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (person_id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "idempotency_key" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (person_id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "idempotency_key" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (person_id = (select nullif(current_setting('app.person', true), '')::uuid)) WITH CHECK (person_id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "idempotency_key" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system" ON "installation_key" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "membership" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (person_id = (select nullif(current_setting('app.person', true), '')::uuid) or (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)));--> statement-breakpoint
CREATE POLICY "system" ON "membership" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "person" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "person" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system" ON "refresh_token" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "session" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (person_id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "session" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system" ON "sign_in_throttle" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "calendar_day" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (true);--> statement-breakpoint
CREATE POLICY "system" ON "calendar_day" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "calendar_year" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (true);--> statement-breakpoint
CREATE POLICY "system" ON "calendar_year" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "capability" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int));--> statement-breakpoint
CREATE POLICY "write" ON "capability" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "capability" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "capability" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "division" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (true);--> statement-breakpoint
CREATE POLICY "system" ON "division" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "network" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (id = (select nullif(current_setting('app.network', true), '')::int));--> statement-breakpoint
CREATE POLICY "system" ON "network" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "response_record" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int));--> statement-breakpoint
CREATE POLICY "system" ON "response_record" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "saved_view" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and person_id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "saved_view" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and person_id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "erase" ON "saved_view" AS PERMISSIVE FOR DELETE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and person_id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "saved_view" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "tenant" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int));--> statement-breakpoint
CREATE POLICY "write" ON "tenant" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "change" ON "tenant" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "system" ON "tenant" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "tenant_history" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int));--> statement-breakpoint
CREATE POLICY "write" ON "tenant_history" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "change" ON "tenant_history" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "system" ON "tenant_history" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "attachment" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true when purpose = 'document' and scope_key between (select nullif(current_setting('app.low', true), '')::bigint) and (select nullif(current_setting('app.high', true), '')::bigint) then true when purpose = 'document' and (organisation_id::text || ':documents') = any ((select app.granted_sections())::text[]) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "attachment" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "attachment" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "dossier_section" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when scope_key between (select nullif(current_setting('app.low', true), '')::bigint) and (select nullif(current_setting('app.high', true), '')::bigint) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true when (organisation_id::text || ':' || section) = any ((select app.granted_sections())::text[]) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "dossier_section" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "dossier_section" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "dossier_section" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "import_job" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "import_job" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "import_job" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "import_job" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "import_row" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "import_row" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "import_row" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "import_row" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "number_counter" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "number_counter" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "number_counter" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "number_counter" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "organisation" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when scope_key between (select nullif(current_setting('app.low', true), '')::bigint) and (select nullif(current_setting('app.high', true), '')::bigint) then true when id = any ((select app.granted_organisations())::uuid[]) then true when id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "organisation" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "organisation" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "organisation" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "organisation_note" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "organisation_note" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "organisation_note" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "organisation_person" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when scope_key between (select nullif(current_setting('app.low', true), '')::bigint) and (select nullif(current_setting('app.high', true), '')::bigint) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true when (organisation_id::text || ':personal') = any ((select app.granted_sections())::text[]) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "organisation_person" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "organisation_person" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "erase" ON "organisation_person" AS PERMISSIVE FOR DELETE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "organisation_person" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "organisation_serving" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when scope_key between (select nullif(current_setting('app.low', true), '')::bigint) and (select nullif(current_setting('app.high', true), '')::bigint) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true when organisation_id = any ((select app.granted_organisations())::uuid[]) then true else exists (select 1 from organisation o where o.network_id = organisation_serving.network_id and o.id = organisation_serving.organisation_id) end);--> statement-breakpoint
CREATE POLICY "write" ON "organisation_serving" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "organisation_serving" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "organisation_serving" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "audit_entry" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "audit_entry" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and person_id = (select nullif(current_setting('app.person', true), '')::uuid) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when tenant_id is null and organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else false end);--> statement-breakpoint
CREATE POLICY "system" ON "audit_entry" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "consent" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true when referral_id = any ((select app.granted_referrals())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "consent" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "consent" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) or organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid))) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) or organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid)));--> statement-breakpoint
CREATE POLICY "system" ON "consent" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "dossier_access" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "dossier_access" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "dossier_access" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "dossier_grant" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when granted_by_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "dossier_grant" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and exists (select 1 from referral r where r.network_id = dossier_grant.network_id and r.id = referral_id and r.to_tenant_id = tenant_id and r.organisation_id = dossier_grant.organisation_id and r.from_tenant_id = granted_by_tenant_id and r.decided_at is not null and dossier_grant.sections <@ r.sections and (r.personal or not dossier_grant.personal) and dossier_grant.until_at <= ((r.grant_until + 1)::timestamp at time zone 'Asia/Shanghai')));--> statement-breakpoint
CREATE POLICY "change" ON "dossier_grant" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when granted_by_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else false end) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and ended_at is not null);--> statement-breakpoint
CREATE POLICY "system" ON "dossier_grant" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "notice" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else false end);--> statement-breakpoint
CREATE POLICY "change" ON "notice" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else false end) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else false end);--> statement-breakpoint
CREATE POLICY "system" ON "notice" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "write" ON "outbox" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int));--> statement-breakpoint
CREATE POLICY "system" ON "outbox" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "referral" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case
    when referral.from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true
    when referral.submitted_at is not null and referral.to_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true
    when referral.submitted_at is not null and referral.desk_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true
    when referral.state <> 'draft' and referral.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true
    else false end);--> statement-breakpoint
CREATE POLICY "write" ON "referral" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "referral" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when submitted_at is not null and to_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when state <> 'draft' and organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else false end) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when submitted_at is not null and to_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else false end);--> statement-breakpoint
CREATE POLICY "erase" ON "referral" AS PERMISSIVE FOR DELETE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and state = 'draft' and submitted_at is null);--> statement-breakpoint
CREATE POLICY "system" ON "referral" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "referral_event" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from referral r where r.network_id = referral_event.network_id and r.id = referral_id and case
    when r.from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then 'sender' = any (referral_event.audience)
    when r.submitted_at is not null and r.to_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then 'target' = any (referral_event.audience)
    when r.submitted_at is not null and r.desk_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then 'desk' = any (referral_event.audience)
    when r.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then 'organisation' = any (referral_event.audience)
    else false end));--> statement-breakpoint
CREATE POLICY "write" ON "referral_event" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (actor_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) or actor_organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid)));--> statement-breakpoint
CREATE POLICY "system" ON "referral_event" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "referral_snapshot" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true when referral_id = any ((select app.granted_referrals())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "referral_snapshot" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) or organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid)));--> statement-breakpoint
CREATE POLICY "erase" ON "referral_snapshot" AS PERMISSIVE FOR DELETE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and exists (select 1 from referral r where r.network_id = referral_snapshot.network_id and r.id = referral_id and r.state in ('draft', 'awaitingConsent', 'awaitingApproval')));--> statement-breakpoint
CREATE POLICY "system" ON "referral_snapshot" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);