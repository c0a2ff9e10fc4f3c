import { z } from "zod";
import { PageQuery, pageOf } from "../contract/page.ts";
import { ProjectName } from "../contract/project-query.ts";
import { Reference } from "../contract/reference.ts";
import { defineRoute } from "../contract/route.ts";
import { Channel, Delivery, Destination, NotificationKind } from "./destination.ts";

/** Its id, or its name. */
const OneDestination = z.strictObject({ destination: z.string().min(1).max(400) });
/** A team's, for who keeps it; left out: one's own. */
const TeamQuery = z.strictObject({ team: Reference.optional() });
const Name = z.string().min(1).max(400);
const Kinds = z.array(NotificationKind).max(NotificationKind.options.length);

export const DESTINATION_ROUTES = {
  listDestinations: defineRoute({
    method: "get",
    path: "/notifications/destinations",
    operationId: "listDestinations",
    summary: "Where one is told of tasks, or where a team is",
    request: { query: TeamQuery },
    response: {
      status: 200,
      description: "All of them, the oldest first",
      schema: z.object({ data: z.array(Destination) }),
    },
    errors: ["not_found"],
  }),
  createDestination: defineRoute({
    method: "post",
    path: "/notifications/destinations",
    operationId: "createDestination",
    summary: "Adds a place where one is told of tasks",
    isSecret: true,
    request: {
      body: z
        .strictObject({
          name: Name,
          channel: Channel.default("webhook"),
          /** Of `email`: none, as it goes to the address of one's account. */
          url: z.string().min(1).max(2000).nullable().default(null),
          /** Whose it is; left out: one's own. A team is told by webhooks and Slack. */
          team: Reference.nullable().default(null),
          /** Of all tasks of it; left out: of those that one asks for, or all in the team's projects. */
          project: ProjectName.nullable().default(null),
          kinds: Kinds.default(["done", "needs_you", "failed"]),
          hasEveryChange: z.boolean().default(false),
        })
        .meta({ id: "NewDestination" }),
    },
    response: {
      status: 201,
      description: "What is kept of it, and what a webhook is signed with (null: it is none), told this once",
      schema: z.object({ destination: Destination, secret: z.string().nullable() }).meta({ id: "MadeDestination" }),
    },
    errors: ["not_found", "conflict", "unavailable"],
  }),
  changeDestination: defineRoute({
    method: "patch",
    path: "/notifications/destinations/{destination}",
    operationId: "changeDestination",
    summary: "Calls a destination otherwise, or has it told of something else",
    request: {
      params: OneDestination,
      query: TeamQuery,
      body: z
        .strictObject({ name: Name.optional(), kinds: Kinds.optional(), hasEveryChange: z.boolean().optional() })
        .meta({ id: "DestinationChange" }),
    },
    response: { status: 200, description: "The destination with it", schema: Destination },
    errors: ["not_found", "conflict"],
  }),
  removeDestination: defineRoute({
    method: "delete",
    path: "/notifications/destinations/{destination}",
    operationId: "removeDestination",
    summary: "Drops a destination, with what was to be told there",
    request: { params: OneDestination, query: TeamQuery },
    response: { status: 204, description: "It is told nothing any more" },
    errors: ["not_found"],
  }),
  rotateDestinationSecret: defineRoute({
    method: "post",
    path: "/notifications/destinations/{destination}/secret",
    operationId: "rotateDestinationSecret",
    summary: "Makes another secret; for a day, both sign",
    isSecret: true,
    request: { params: OneDestination, query: TeamQuery },
    response: {
      status: 201,
      description: "The new secret, told this once",
      schema: z.object({ destination: Destination, secret: z.string() }).meta({ id: "RotatedDestination" }),
    },
    errors: ["not_found", "unavailable"],
  }),
  testDestination: defineRoute({
    method: "post",
    path: "/notifications/destinations/{destination}/test",
    operationId: "testDestination",
    summary: "Sends it something that tells of nothing, and waits for what becomes of it",
    perMinute: 20,
    request: { params: OneDestination, query: TeamQuery },
    response: { status: 200, description: "What became of the first try", schema: Delivery },
    errors: ["not_found"],
  }),
  listDeliveries: defineRoute({
    method: "get",
    path: "/notifications/destinations/{destination}/deliveries",
    operationId: "listDeliveries",
    summary: "What a destination was told, is to be told and couldn't be told",
    request: { params: OneDestination, query: PageQuery.extend(TeamQuery.shape) },
    response: { status: 200, description: "A page, the newest first", schema: pageOf(Delivery) },
    errors: ["not_found"],
  }),
  resendDelivery: defineRoute({
    method: "post",
    path: "/notifications/deliveries/{delivery}/resend",
    operationId: "resendDelivery",
    summary: "Has a delivery that was given up tried anew, under its id",
    perMinute: 60,
    request: { params: z.strictObject({ delivery: z.uuid() }), query: TeamQuery },
    response: { status: 202, description: "It is tried again", schema: Delivery },
    errors: ["not_found", "conflict"],
  }),
};
