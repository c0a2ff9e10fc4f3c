import { PassThrough } from "node:stream";
import type { ApiResponse } from "@catalyst/api";
import type { Answer } from "../http/refuse.ts";

/** The answer to a request that came over no connection. What a connection's answer would say in its head is heard by nobody. */
export class InnerAnswer extends PassThrough implements Answer {
  readonly #requestId: unknown;
  readonly #head = Promise.withResolvers<ApiResponse>();
  headersSent = false;
  statusCode = 200;

  constructor(requestId: unknown) {
    super();
    this.#requestId = requestId;
    this.once("close", () => this.#head.reject(new Error("nobody waits for the answer")));
    this.#head.promise.catch(() => undefined);
  }

  /** Once it is known, with the body as it comes. Rejects when it is left before. */
  get head(): Promise<ApiResponse> {
    return this.#head.promise;
  }

  getHeader(name: string): string | undefined {
    return name === "x-request-id" ? String(this.#requestId) : undefined;
  }

  setHeader(): this {
    return this;
  }

  writeHead(status: number, headers: Record<string, string>): this {
    this.headersSent = true;
    this.statusCode = status;
    this.#head.resolve({ status, contentType: headers["content-type"] ?? "", body: this });
    return this;
  }
}
