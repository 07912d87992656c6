ALTER TABLE "calendar_move" RENAME COLUMN "referral_id" TO "subject_id";--> statement-breakpoint
ALTER TABLE "calendar_move" ADD COLUMN "subject_kind" text DEFAULT 'referral' NOT NULL;