// A TLS listener in front of the gateway's socket, beside the runner, as another provider's environments have one elsewhere.
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { createServer } from "node:tls";

const [key, cert] = ["key", "cert"].map((name) => readFileSync(new URL(name, import.meta.url)));
createServer({ key, cert, allowHalfOpen: true }, (socket) => {
  const gateway = connect({ path: "/run/catalyst/gateway/gateway.sock", allowHalfOpen: true });
  for (const [one, other] of [
    [socket, gateway],
    [gateway, socket],
  ]) {
    one.on("error", () => other.destroy()).pipe(other);
  }
}).listen(8443, "127.0.0.1");
