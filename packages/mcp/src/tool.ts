import type { ApiClient, Operation } from "@catalyst/api";
import type { z } from "zod";
import type { NameRepository } from "./name-repository.ts";

export interface ToolContext {
  /** Asks as whoever calls the tool, and may no more than they. */
  client: ApiClient;
  nameRepository: NameRepository;
  /** Aborts when nobody waits for the answer. */
  signal: AbortSignal;
  /** Aborts when whoever answers is about to stop: what waits says how it stands. */
  closing: AbortSignal;
  /** Between signs of life to who waits. */
  heartbeatSeconds: number;
  /** Says how far it is; heard where the client asked to be told. */
  tell(message: string): Promise<void>;
}

export interface McpServerDeps extends Omit<ToolContext, "signal" | "tell"> {
  /** Is told what failed for no reason that a caller may know. */
  onBug(error: unknown): void;
}

/** What a model may have done: calls of the API's routes, as one tool. */
export interface Tool<In extends z.ZodObject = z.ZodObject, Out extends z.ZodObject = z.ZodObject> {
  title: string;
  description: string;
  /** The routes that it asks: what they refuse, it refuses. */
  operations: readonly Operation[];
  /** `ends`: what it did can't be taken back. */
  effect: "reads" | "changes" | "ends";
  input: In;
  output: Out;
  run(input: z.output<In>, context: ToolContext): Promise<z.input<Out>>;
}

/** The tool as it is written, so that what it is asked and answers fits its schemas. */
export function defineTool<In extends z.ZodObject, Out extends z.ZodObject>(tool: Tool<In, Out>): Tool {
  return tool as unknown as Tool;
}
