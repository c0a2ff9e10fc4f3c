import type { CatalystErrorCode } from "@catalyst/core";
import type { z } from "zod";

export const BASE_PATH = "/api/v1";

/** One door: what may be asked, what is answered, and with which of our codes it may be refused. */
export interface Route {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** Below `BASE_PATH`; `{name}` is one of `request.params`. */
  path: `/${string}`;
  operationId: string;
  summary: string;
  request: { params?: z.ZodObject; query?: z.ZodObject; headers?: z.ZodObject; body?: z.ZodType };
  /** It answers whoever asks, signed in or not. */
  isOpen?: true;
  /** Its answer is told this once and kept nowhere: a request that has a name is done as often as it arrives. */
  isSecret?: true;
  /** How often one person may ask it in a minute: what it does reaches others. Without: as often as they like. */
  perMinute?: number;
  response: {
    status: 200 | 201 | 202 | 204;
    description: string;
    /** What JSON it has, or each item of a stream of server-sent events; without one, the answer is empty. */
    schema?: z.ZodType;
    /** Where what came of it is found, below `BASE_PATH`; `{name}` is one of the answer's own. */
    location?: `/${string}`;
    isStream?: true;
  };
  /** Beside those that every route may answer with. */
  errors: readonly CatalystErrorCode[];
}

/** The route as it is written, so that its types can be read off it. */
export function defineRoute<const R extends Route>(route: R): R {
  return route;
}

type Part = "params" | "query" | "headers" | "body";
type SchemaOf<R extends Route, P extends Part> = R["request"] extends Record<P, infer S extends z.ZodType> ? S : never;
type Asked<R extends Route> = Extract<keyof R["request"], Part>;

/** The parts that needn't be sent where nothing is said in them. */
type Optional<R extends Route> = {
  [P in Extract<Asked<R>, "query" | "headers">]: Record<never, never> extends z.input<SchemaOf<R, P>> ? P : never;
}[Extract<Asked<R>, "query" | "headers">];

/** What a client says: only the parts that the route has. */
export type RouteInput<R extends Route> = { [P in Exclude<Asked<R>, Optional<R>>]: z.input<SchemaOf<R, P>> } & {
  [P in Optional<R>]?: z.input<SchemaOf<R, P>>;
};

/** The same as the server gets it, checked and with its defaults. */
export type RouteRequest<R extends Route> = { [P in Asked<R>]: z.output<SchemaOf<R, P>> };

type ResponseSchema<R extends Route> = R["response"] extends { schema: infer S extends z.ZodType } ? S : never;

/** What a client gets, or each item of a stream. */
export type RouteOutput<R extends Route> = [ResponseSchema<R>] extends [never] ? null : z.output<ResponseSchema<R>>;

/** What the server answers with. */
export type RouteAnswer<R extends Route> = [ResponseSchema<R>] extends [never] ? null : z.input<ResponseSchema<R>>;
