// An API on NestJS with an interceptor that measures, a validated query, and a service. Written in TypeScript, as are its twins.
//
// heapwise: load /books/{n}?page=2
// heapwise: expect no-leak
import 'reflect-metadata';
import { CallHandler, Controller, ExecutionContext, Get, Injectable, Module, NestInterceptor, Param, Query, ValidationPipe } from '@nestjs/common';
import { APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Min } from 'class-validator';
import { Observable, finalize } from 'rxjs';

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
class TimingInterceptor implements NestInterceptor {
  private readonly running = new Map<ExecutionContext, number>();
  slowest = 0;

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    this.running.set(context, performance.now());
    return next.handle().pipe(finalize(() => {
      this.slowest = Math.max(this.slowest, performance.now() - this.running.get(context)!);
      this.running.delete(context);
    }));
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

@Module({ controllers: [BookController], providers: [BookService, { provide: APP_INTERCEPTOR, useClass: TimingInterceptor }] })
class AppModule {}

async function main() {
  const app = await NestFactory.create(AppModule, { logger: ['error'] });
  app.useGlobalPipes(new ValidationPipe({ transform: true }));
  await app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1');
}

void main();
