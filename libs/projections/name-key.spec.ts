import { describe, expect, test } from '@jest/globals';
import { nameKey } from './name-key.js';

describe('the key of a name', () => {
  test.each([
    ['Fundación Manantial', 'MANANTIAL'],
    ['Fundación Servicio de Vivienda Popular (SERVIVIENDA)', 'Servicio de Vivienda Popular, fundación'],
    ['Centro Lindavista, A.C.', 'CENTRO LINDAVISTA AC'],
    ['Asociación Agua para Todos', 'Agua para todos (ONG)'],
    ['Corporación Ñandú', 'Nandu'],
    ['Cooperativa La Esperanza Ltda.', 'Cooperativa La Esperansa'],
    ['Servivienda', 'Serbibienda'],
    ['Associação Águas Vivas', 'Aguas Vivas'],
  ])('%s and %s have the same', (a, b) => {
    expect(nameKey(a)).toBe(nameKey(b));
  });

  test.each([
    ['Fundación Manantial', 'Fundación Mañanas'],
    ['Cáritas Mexicana', 'Cáritas Hondureña'],
    ['Agua para Todos', 'Techo para Todos'],
    ['Gobierno de Colombia', 'Gobierno de Costa Rica'],
  ])('%s and %s do not', (a, b) => {
    expect(nameKey(a)).not.toBe(nameKey(b));
  });

  test('is there for a name of passing words alone', () => {
    expect(nameKey('La Fundación')).not.toBe('');
  });
});
