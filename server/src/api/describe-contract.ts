import { ROUTES, type Route } from "@catalyst/api";
import { OpenAPIHono } from "@hono/zod-openapi";
import { describeRoute } from "./describe-route.ts";

const DOCUMENT = {
  openapi: "3.1.0",
  info: { title: "Catalyst", version: "1", description: "Runs coding agents on repositories." },
};

export type ContractDocument = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;

let described: ContractDocument | undefined;

/** The document that tells of all routes, streams among them. */
export function describeContract(): ContractDocument {
  described ??= describe();
  return described;
}

function describe(): ContractDocument {
  const { openAPIRegistry, getOpenAPI31Document } = new OpenAPIHono();
  for (const route of Object.values<Route>(ROUTES)) {
    openAPIRegistry.registerPath(describeRoute(route));
  }
  return getOpenAPI31Document(DOCUMENT);
}
