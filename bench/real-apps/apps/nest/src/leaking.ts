// An API on NestJS with an interceptor that keeps the context of each request for an audit that nobody makes.
//
//   (GC roots) → … → Nest's container → … → AuditInterceptor –seen→ Map –[N]→ { context, started }
//
// heapwise: load /books/{n}?page=2
// heapwise: expect leak unbounded-cache seen leaking.ts:33 objects 1/request
import 'reflect-metadata';
import { CallHandler, Controller, ExecutionContext, Get, Injectable, Module, NestInterceptor, Param, Query, ValidationPipe } from '@nestjs/common';
import { APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Min } from 'class-validator';
import { Observable } from 'rxjs';

class PageQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) page?: number;
}

@Injectable()
class BookService {
  find(id: string, page: number) {
    return { id, page, title: `Book ${id}`, chapters: ['one', 'two', 'three'] };
  }
}

@Injectable()
class AuditInterceptor implements NestInterceptor {
  private readonly seen = new Map<number, { context: ExecutionContext; started: number }>();
  private count = 0;

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const id = ++this.count;
    // The leak: what is seen is never forgotten.
    this.seen.set(id, { context, started: performance.now() });
    return next.handle();
  }
}

@Controller('books')
class BookController {
  constructor(private readonly books: BookService) {}

  @Get(':id')
  find(@Param('id') id: string, @Query() query: PageQuery) {
    return this.books.find(id, query.page ?? 1);
  }
}

@Module({ controllers: [BookController], providers: [BookService, { provide: APP_INTERCEPTOR, useClass: AuditInterceptor }] })
class AppModule {}

async function main() {
  const app = await NestFactory.create(AppModule, { logger: ['error'] });
  app.useGlobalPipes(new ValidationPipe({ transform: true }));
  await app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1');
}

void main();
