/** What a command asks of the gateway's keys. */
export { readGatewayPublic } from "../keys/gateway-public.ts";
