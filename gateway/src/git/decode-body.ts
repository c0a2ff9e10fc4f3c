import type { IncomingMessage } from "node:http";
import { type Readable, Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { Refusal, type RefusalOptions } from "../http/refusal.ts";

/** The request's body, unpacked if need be. It ends with a `too_large` refusal when it gets longer than allowed, packed or unpacked. */
export function decodeBody(request: IncomingMessage, maxBytes: number, options: RefusalOptions = {}): Readable {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip" && encoding !== "x-gzip") {
    throw new Refusal("invalid_request", `Bodies encoded as "${encoding}" are not accepted: send gzip or plain.`);
  }
  const limited = limitBytes(maxBytes, options);
  if (encoding === "identity") {
    return forwardErrors(request, limited);
  }
  return forwardErrors(forwardErrors(request, createGunzip()), limited);
}

function limitBytes(maxBytes: number, options: RefusalOptions): Transform {
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (length > maxBytes) {
        done(new Refusal("too_large", `The request is larger than ${maxBytes} bytes.`, options));
      } else {
        done(null, chunk);
      }
    },
  });
}

/** `pipe` alone leaves the target hanging when the source breaks. */
function forwardErrors(source: Readable, target: Transform): Transform {
  source.on("error", (error) => target.destroy(error));
  source.on("close", () => {
    if (!source.readableEnded && !target.destroyed) {
      target.destroy(new Refusal("invalid_request", "The request's body was cut off."));
    }
  });
  return source.pipe(target);
}
