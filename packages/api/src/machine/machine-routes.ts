import { z } from "zod";
import { defineRoute } from "../contract/route.ts";

/** The server itself. */
export const MACHINE_ROUTES = {
  getHealth: defineRoute({
    method: "get",
    path: "/health",
    operationId: "getHealth",
    summary: "Whether the server answers",
    isOpen: true,
    request: {},
    response: {
      status: 200,
      description: "It does",
      /** `version`: of the server. Clients of others let what they don't know pass. */
      schema: z.object({ status: z.literal("ok"), version: z.string() }).meta({ id: "Health" }),
    },
    errors: [],
  }),
  getMachine: defineRoute({
    method: "get",
    path: "/machine",
    operationId: "getMachine",
    summary: "What whoever is on the server's machine can use of it",
    request: {},
    response: {
      status: 200,
      description: "Where things are",
      schema: z
        .object({
          /** The folder in which a result's `keptAt` is a path; null: whoever asks is elsewhere. */
          keptFolder: z.string().nullable(),
          /** What browsers and programs call the server; null: it listens on no port, or whoever asks is elsewhere. */
          address: z.string().nullable(),
          /** The GitHub by which people sign in; null: by none, or whoever asks is elsewhere. */
          github: z.string().nullable(),
        })
        .meta({ id: "Machine" }),
    },
    errors: [],
  }),
  getContract: defineRoute({
    method: "get",
    path: "/openapi.json",
    operationId: "getContract",
    summary: "This contract, as OpenAPI 3.1",
    isOpen: true,
    request: {},
    response: { status: 200, description: "The document", schema: z.looseObject({ openapi: z.string() }) },
    errors: [],
  }),
};
