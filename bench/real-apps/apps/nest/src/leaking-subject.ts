// An API on NestJS whose handler waits for a change of a book, for a moment. The subscription outlives the wait.
//
//   (GC roots) → … → BookService –changes→ Subject –observers→ Array –[N]→ SafeSubscriber
//
// heapwise: load /books/{n}
// heapwise: expect leak event-listener changes leaking-subject.ts:18|19|21 objects 1/request
import 'reflect-metadata';
import { Controller, Get, Injectable, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Subject, filter } from 'rxjs';

@Injectable()
class BookService {
  private readonly changes = new Subject<{ id: string; title: string }>();

  async waitForChange(id: string, milliseconds: number) {
    const changes: string[] = [];
    this.changes
      .pipe(filter(change => change.id === id))
      // The leak: nobody unsubscribes.
      .subscribe(change => changes.push(change.title));
    await new Promise(done => setTimeout(done, milliseconds));
    return { id, changes };
  }

  rename(id: string, title: string) {
    this.changes.next({ id, title });
  }
}

@Controller('books')
class BookController {
  constructor(private readonly books: BookService) {}

  @Get(':id')
  find(@Param('id') id: string) {
    return this.books.waitForChange(id, 5);
  }

  @Get(':id/rename/:title')
  rename(@Param('id') id: string, @Param('title') title: string) {
    this.books.rename(id, title);
  }
}

@Module({ controllers: [BookController], providers: [BookService] })
class AppModule {}

async function main() {
  const app = await NestFactory.create(AppModule, { logger: ['error'] });
  await app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1');
}

void main();
