import { z } from "zod";
import { MAX_NUMBER, wholeNumber } from "../contract/page.ts";
import { defineRoute } from "../contract/route.ts";
import { KeptKind, KeptSize, Wish } from "./wish.ts";

const WishParams = z.strictObject({ wish: z.uuid() });
const AfterNumber = wholeNumber(0, MAX_NUMBER);

/** What a worker does that takes long, and what became of it. */
export const WISH_ROUTES = {
  clean: defineRoute({
    method: "post",
    path: "/clean",
    operationId: "clean",
    summary: "Has a worker remove what has had its time, or all of some kinds that nothing uses",
    request: { body: z.strictObject({ kinds: z.array(KeptKind).max(20).nullable().default(null) }) },
    response: { status: 202, description: "A worker is at it", schema: Wish, location: "/wishes/{id}" },
    errors: [],
  }),
  dropSetups: defineRoute({
    method: "post",
    path: "/clean/setups",
    operationId: "dropSetups",
    summary: "Has a worker drop what setup hooks made, of one repository or of all",
    request: { body: z.strictObject({ repository: z.uuid().nullable().default(null) }) },
    response: { status: 202, description: "A worker is at it", schema: Wish, location: "/wishes/{id}" },
    errors: ["not_found"],
  }),
  listKept: defineRoute({
    method: "get",
    path: "/kept",
    operationId: "listKept",
    summary: "What is kept for a while where environments are made, and for how long",
    request: {},
    response: {
      status: 200,
      description: "Each kind that can be measured",
      schema: z.object({ data: z.array(KeptSize) }),
    },
    errors: [],
  }),
  getWish: defineRoute({
    method: "get",
    path: "/wishes/{wish}",
    operationId: "getWish",
    summary: "What became of something that takes long; it is forgotten after an hour",
    request: { params: WishParams },
    response: { status: 200, description: "How far it is", schema: Wish },
    errors: ["not_found"],
  }),
  streamWish: defineRoute({
    method: "get",
    path: "/wishes/{wish}/stream",
    operationId: "streamWish",
    summary: "How far it is, each time that changes, until it is done",
    request: {
      params: WishParams,
      query: z.strictObject({ after: AfterNumber.default(0) }),
      headers: z.object({ "last-event-id": AfterNumber.optional() }),
    },
    response: { status: 200, description: "Server-sent events, numbered", schema: Wish, isStream: true },
    errors: ["not_found"],
  }),
};
