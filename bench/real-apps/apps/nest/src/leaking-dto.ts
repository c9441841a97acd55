// An API on NestJS whose fields depend on the customer. A class with decorators is made for each request, and class-validator keeps what
// decorators say for as long as the process lives. class-transformer remembers the classes that it was asked for, too.
//
//   global –classValidatorMetadataStorage→ MetadataStorage –validationMetadatas→ Map –[class]→ Array of ValidationMetadata
//
// heapwise: load /forms/{n}?name=ada&mail=ada@example.org
// heapwise: expect leak unbounded-cache classValidatorMetadataStorage leaking-dto.ts:19|20
// heapwise: expect leak unbounded-cache _ancestorsMap leaking-dto.ts:32
import 'reflect-metadata';
import { BadRequestException, Controller, Get, Injectable, Module, Param, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { plainToInstance } from 'class-transformer';
import { IsString, MaxLength, validate } from 'class-validator';

// The leak: each class is registered once, and there is one for each request.
function createForm(fields: string[]) {
  class Form {}
  for (const field of fields) {
    IsString()(Form.prototype, field);
    MaxLength(40)(Form.prototype, field);
  }

  return Form;
}

@Injectable()
class FormService {
  fieldsOf = (customer: string) => ['name', 'mail', ...(Number(customer) % 2 === 0 ? [] : ['name'])];

  async check(customer: string, values: object) {
    const Form = createForm(this.fieldsOf(customer));
    const form = plainToInstance(Form, values);
    const errors = await validate(form);
    if (errors.length > 0) throw new BadRequestException(errors.map(String));
    return form;
  }
}

@Controller('forms')
class FormController {
  constructor(private readonly forms: FormService) {}

  @Get(':customer')
  check(@Param('customer') customer: string, @Query() values: object) {
    return this.forms.check(customer, values);
  }
}

@Module({ controllers: [FormController], providers: [FormService] })
class AppModule {}

async function main() {
  const app = await NestFactory.create(AppModule, { logger: ['error'] });
  await app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1');
}

void main();
