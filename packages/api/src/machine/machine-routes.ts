import { z } from "zod";
import { defineRoute } from "../contract/route.ts";

const MAX_DISPLAYS = 100;
const MAX_DISPLAY_SECONDS = 3600;
const MAX_SETUP_SECONDS = 24 * 3600;

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
  noteMeasurements: defineRoute({
    method: "post",
    path: "/measurements",
    operationId: "noteMeasurements",
    summary: "Tells what only a page can measure, for the server's metrics",
    request: {
      body: z
        .strictObject({
          /** From when an event was written, by its own time, until the page showed it: one for each. */
          eventDisplaySeconds: z.array(z.number().nonnegative().max(MAX_DISPLAY_SECONDS)).max(MAX_DISPLAYS).default([]),
          /** From when the page for a credential was opened until it was stored. */
          credentialSetupSeconds: z.number().nonnegative().max(MAX_SETUP_SECONDS).optional(),
        })
        .meta({ id: "Measurements" }),
    },
    response: { status: 204, description: "They are taken" },
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
