import type { TunnelOptions, Tunnelled } from './tunnel-types.js';
import type { Socket } from 'node:net';
import { connectRequest } from './http-connect.js';
import { socks5 } from './socks5.js';
import type { Endpoint, Route } from '../../model/endpoint.js';

/**
 * Has a proxy that was just connected to lead on to an address. Afterwards the socket speaks with the place behind,
 * and nothing that came from there is lost. Never throws, and ends by the deadline.
 */
export function tunnel(socket: Socket, route: Route, destination: Endpoint, options: TunnelOptions): Promise<Tunnelled> {
  const bounded = { ...options, deadlineMs: Math.max(1, options.deadlineMs) };
  return route.kind === 'socks5' ? socks5(socket, route.proxy, destination, bounded) : connectRequest(socket, destination, bounded);
}
