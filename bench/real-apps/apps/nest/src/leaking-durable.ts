// An API on NestJS with providers for each tenant, as its documentation shows them. A tenant, and with it all that Nest made for it, is
// never forgotten.
//
//   (GC roots) → … → Context –tenants→ Map –[tenant]→ context id, which is the key of Nest's WeakMaps of instances
//
// heapwise: load /books/{n}
// heapwise: options --header x-tenant-id:{n}
// heapwise: expect leak unbounded-cache tenants leaking-durable.ts:22
import 'reflect-metadata';
import { Controller, Get, Inject, Injectable, Module, Param, Scope } from '@nestjs/common';
import { ContextId, ContextIdFactory, ContextIdStrategy, HostComponentInfo, NestFactory, REQUEST } from '@nestjs/core';

const tenants = new Map<string, ContextId>();

class ByTenant implements ContextIdStrategy {
  attach(contextId: ContextId, request: { headers: Record<string, string> }) {
    const tenantId = request.headers['x-tenant-id'];
    let tenant = tenants.get(tenantId);
    if (tenant === undefined) {
      tenant = ContextIdFactory.create();
      // The leak: there is one for each tenant that ever asked.
      tenants.set(tenantId, tenant);
    }

    return { resolve: (info: HostComponentInfo) => (info.isTreeDurable ? tenant! : contextId), payload: { tenantId } };
  }
}

@Injectable({ scope: Scope.REQUEST, durable: true })
class BookService {
  private readonly found: string[] = [];

  constructor(@Inject(REQUEST) private readonly payload: { tenantId: string }) {}

  find(id: string) {
    this.found.push(id);
    return { id, title: `Book ${id} of ${this.payload.tenantId}`, count: this.found.length };
  }
}

@Controller({ path: 'books', scope: Scope.REQUEST, durable: true })
class BookController {
  constructor(private readonly books: BookService) {}

  @Get(':id')
  find(@Param('id') id: string) {
    return this.books.find(id);
  }
}

@Module({ controllers: [BookController], providers: [BookService] })
class AppModule {}

async function main() {
  ContextIdFactory.apply(new ByTenant());
  const app = await NestFactory.create(AppModule, { logger: ['error'] });
  await app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1');
}

void main();
