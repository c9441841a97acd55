// An API on NestJS with a provider that is made for each request.
//
// heapwise: load /books/{n}
// heapwise: expect no-leak
import 'reflect-metadata';
import { Controller, Get, Inject, Injectable, Module, Param, Scope } from '@nestjs/common';
import { NestFactory, REQUEST } from '@nestjs/core';

@Injectable({ scope: Scope.REQUEST })
class BookService {
  private readonly log: string[] = [];

  constructor(@Inject(REQUEST) private readonly request: { url: string }) {}

  find(id: string) {
    this.log.push(`${this.request.url}: book ${id}`);
    return { id, title: `Book ${id}`, log: this.log };
  }
}

@Controller('books')
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
  const app = await NestFactory.create(AppModule, { logger: ['error'] });
  await app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1');
}

void main();
