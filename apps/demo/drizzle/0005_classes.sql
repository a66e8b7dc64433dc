CREATE TABLE "classes" (
	"slug" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"steps" integer NOT NULL,
	"step" integer DEFAULT 0 NOT NULL
);
