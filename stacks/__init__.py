"""The stacks: ordinary Pulumi programs and the components that they are made of."""
