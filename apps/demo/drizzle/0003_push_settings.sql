CREATE TABLE "push_settings" (
	"id" integer PRIMARY KEY NOT NULL,
	"enabled" boolean NOT NULL,
	"app_id" text NOT NULL,
	"key" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"cluster" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
