CREATE TABLE "event_log" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"channel" text NOT NULL,
	"event" text NOT NULL,
	"data" text NOT NULL,
	"socket_id" text,
	"at" bigint NOT NULL,
	"epoch" text,
	"serial" bigint,
	"skipped" text DEFAULT '[]' NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" bigint DEFAULT 0 NOT NULL,
	"error" text,
	CONSTRAINT "event_log_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "event_log_channels" (
	"channel" text PRIMARY KEY NOT NULL,
	"epoch" text NOT NULL,
	"serial" bigint NOT NULL,
	"skipped" text DEFAULT '[]' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event_log_epoch" (
	"id" integer PRIMARY KEY NOT NULL,
	"epoch" text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "event_log_position" ON "event_log" USING btree ("channel","epoch","serial") WHERE "event_log"."serial" is not null;--> statement-breakpoint
CREATE INDEX "event_log_due" ON "event_log" USING btree ("due_at","seq") WHERE "event_log"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "event_log_age" ON "event_log" USING btree ("at") WHERE "event_log"."state" <> 'waiting' and "event_log"."serial" is not null;--> statement-breakpoint
DROP TABLE "outbox" CASCADE;