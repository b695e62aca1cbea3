import type { TunnelOptions, Tunnelled } from './tunnel-types.js';
import type { Socket } from 'node:net';
import { httpConnect } from './http-connect.js';
import { socks5Connect } from './socks5.js';
import type { Endpoint, Route } from '../../model/endpoint.js';

/**
 * Has a proxy that was just connected to lead on to an address. Afterwards the socket speaks with the place behind,
 * and nothing that came from there is lost. Never throws, and ends by the deadline.
 */
export function openTunnel(
  socket: Socket,
  route: Route,
  destination: Endpoint,
  options: TunnelOptions,
): Promise<Tunnelled> {
  const bounded = { ...options, deadlineMs: Math.max(1, options.deadlineMs) };
  return route.kind === 'socks5'
    ? socks5Connect(socket, route.proxy, destination, bounded)
    : httpConnect(socket, destination, bounded);
}
