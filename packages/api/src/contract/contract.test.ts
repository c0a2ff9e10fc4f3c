import { FailureReason, TaskStatus as StoredStatus } from "@catalyst/core";
import { expect, test } from "vitest";
import type { z } from "zod";
import { Task, TaskStatus } from "../tasks/task.ts";
import type { Route } from "./route.ts";
import { ROUTES } from "./routes.ts";

test("the contract's words for states and failures are the core's", () => {
  expect(TaskStatus.options).toEqual(StoredStatus.options);
  expect(Task.shape.failureReason.unwrap().options).toEqual(FailureReason.options);
});

test("each route is named after its operation, and its path after its parameters", () => {
  const places = new Set<string>();
  for (const [name, { operationId, path, method, request }] of Object.entries<Route>(ROUTES)) {
    expect(operationId).toBe(name);
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    expect(Object.keys(request.params?.shape ?? {}), name).toEqual(named);
    places.add(`${method} ${path}`);
  }
  expect(places.size).toBe(Object.keys(ROUTES).length);
});

test("where something is found is a place that can be looked at, by what its answer has", () => {
  const gets = Object.values<Route>(ROUTES).filter(({ method }) => method === "get");
  const located = Object.values<Route>(ROUTES).filter(({ response }) => response.location !== undefined);
  expect(located.length).toBeGreaterThan(1);
  for (const { response, operationId } of located) {
    const { location = "", schema } = response;
    const [, field = ""] = /\{(\w+)\}/.exec(location) ?? [];
    expect(Object.keys((schema as z.ZodObject).shape), operationId).toContain(field);
    expect(gets.map(({ path }) => path.replace(/\{\w+\}$/, `{${field}}`))).toContain(location);
  }
});
