/** What the client does, as it does it. Holds no secret: no header, no body, and no token. */
export type CloudTrace =
  /** The proxy on the way, as `host:port`; empty where there is none. */
  | { readonly kind: 'route'; readonly proxies: readonly string[] }
  /** `path` with its query. */
  | { readonly kind: 'request'; readonly method: string; readonly path: string }
  | {
      readonly kind: 'reply';
      readonly method: string;
      readonly path: string;
      readonly status: number;
      readonly ms: number;
    }
  | {
      readonly kind: 'no-reply';
      readonly method: string;
      readonly path: string;
      readonly detail: string;
      readonly ms: number;
    }
  /** A token was fetched; `renewed` after a 401. */
  | { readonly kind: 'token'; readonly renewed: boolean; readonly expiresInS: number }
  | { readonly kind: 'wait'; readonly seconds: number; readonly status: number }
  /** The reply to a POST was lost, and the object is looked up. */
  | { readonly kind: 'look-up'; readonly detail: string }
  | { readonly kind: 'found'; readonly id: string };
