import type { Node } from '../../src/odata/expression/tree.js'

/** A tree as an s-expression. */
export function printTree(node: Node): string {
  switch (node.kind) {
    case 'literal':
      return node.type === 'string' ? `'${node.text}'` : node.enumType ? `${node.enumType}'${node.text}'` : node.text
    case 'null':
      return 'null'
    case 'variable':
    case 'type':
      return node.name
    case 'list':
      return `(list ${node.items.map(printTree).join(' ')})`
    case 'member':
      return `(. ${printTree(node.of)} ${node.name})`
    case 'narrow':
      return `(as ${printTree(node.of)} ${node.type})`
    case 'count':
      return `(count ${printTree(node.of)})`
    case 'lambda':
      return `(${[node.quantifier, printTree(node.of), node.variable, node.predicate && printTree(node.predicate)].filter(Boolean).join(' ')})`
    case 'call':
      return `(${[node.name, ...node.arguments.map(printTree)].join(' ')})`
    case 'unary':
      return `(${node.operator} ${printTree(node.operand)})`
    case 'binary':
      return `(${node.operator} ${printTree(node.left)} ${printTree(node.right)})`
  }
}
