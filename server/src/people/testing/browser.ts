/** What a browser keeps and sends of its own accord; it follows nothing by itself. */
export interface Browser {
  get(path: string): Promise<Response>;
  /** Sends a form, filled in on a page of this server unless it says otherwise. */
  submit(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** Sends JSON, as a script of such a page does. */
  post(path: string, body: object): Promise<Response>;
  cookies: Map<string, string>;
}

/** `url`: of the server whose pages are looked at. */
export function openBrowser(url: string): Browser {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...(cookie === "" ? {} : { cookie }), ...init.headers };
    const response = await fetch(new URL(path, url), { ...init, headers, redirect: "manual" });
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (/max-age=0/i.test(set) || value === "") {
        cookies.delete(name);
      } else {
        cookies.set(name, value);
      }
    }
    return response;
  };
  return {
    cookies,
    get: (path) => send(path, { method: "GET" }),
    post: (path, body) => {
      const headers = { origin: url, "content-type": "application/json" };
      return send(path, { method: "POST", body: JSON.stringify(body), headers });
    },
    submit: (path, fields, headers = {}) =>
      send(path, { method: "POST", body: new URLSearchParams(fields), headers: { origin: url, ...headers } }),
  };
}
