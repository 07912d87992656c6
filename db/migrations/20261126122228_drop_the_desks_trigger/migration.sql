-- The wall itself says where the desk may act: a trigger that raises would end a whole statement for one row.
DROP TRIGGER keep_from_the_desk ON referral;
--> statement-breakpoint
DROP FUNCTION app.keep_from_the_desk();
