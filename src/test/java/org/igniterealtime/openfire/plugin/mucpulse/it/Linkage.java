/*
 * Copyright (C) 2026 the MUC Pulse authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.igniterealtime.openfire.plugin.mucpulse.it;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Finds the references of classes that would fail at run time with a {@link LinkageError}: what the virtual machine
 * resolves one by one when it first comes across it, looked up at once and without running anything.
 *
 * <p>The rules are those of the Java Virtual Machine Specification, section 5.4.3, as far as they can be broken by
 * another version of a library.
 */
final class Linkage {

    private static final int ASM = Opcodes.ASM9;

    private final Function<String, Optional<byte[]>> classes;
    private final List<String> packages;
    private final Map<String, Optional<Shape>> known = new HashMap<>();
    private final Set<String> problems = new TreeSet<>();
    private int references;

    /**
     * Makes a checker.
     *
     * @param classes finds the bytes of a class by its internal name
     * @param packages where the classes are that references are checked into, as beginnings of internal names
     */
    Linkage(final Function<String, Optional<byte[]>> classes, final Collection<String> packages) {
        this.classes = classes;
        this.packages = List.copyOf(packages);
    }

    /** Looks at all references of a class. */
    void check(final byte[] bytes) {
        final ClassReader reader = new ClassReader(bytes);
        final References visitor = new References(reader.getClassName());
        reader.accept(visitor, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        checkImplemented(parse(bytes));
    }

    /** What does not resolve, each as "class: what". */
    Set<String> problems() {
        return problems;
    }

    /** How many references into the checked packages were looked at. */
    int references() {
        return references;
    }

    /** A class as far as it matters to others. */
    private record Shape(String name, int access, String superName, List<String> interfaces,
            Map<String, Integer> methods, Map<String, Integer> fields) {

        boolean isInterface() {
            return (access & Opcodes.ACC_INTERFACE) != 0;
        }
    }

    private boolean isChecked(final String name) {
        return packages.stream().anyMatch(name::startsWith);
    }

    private Optional<Shape> find(final String name) {
        if (name == null) {
            return Optional.empty();
        }
        final Optional<Shape> found = known.get(name);
        if (found != null) {
            return found;
        }
        final Optional<Shape> parsed = classes.apply(name).map(Linkage::parse);
        known.put(name, parsed);
        return parsed;
    }

    private static Shape parse(final byte[] bytes) {
        final ClassReader reader = new ClassReader(bytes);
        final Map<String, Integer> methods = new HashMap<>();
        final Map<String, Integer> fields = new HashMap<>();
        reader.accept(new ClassVisitor(ASM) {
            @Override
            public MethodVisitor visitMethod(final int access, final String name, final String descriptor,
                    final String signature, final String[] exceptions) {
                methods.put(name + descriptor, access);
                return null;
            }

            @Override
            public FieldVisitor visitField(final int access, final String name, final String descriptor,
                    final String signature, final Object value) {
                fields.put(name + ":" + descriptor, access);
                return null;
            }
        }, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
        return new Shape(reader.getClassName(), reader.getAccess(), reader.getSuperName(),
                List.of(reader.getInterfaces()), methods, fields);
    }

    /** A class, its superclasses, and all their interfaces: in the order in which members are looked for. */
    private Set<Shape> hierarchy(final String name) {
        final Set<Shape> all = new LinkedHashSet<>();
        for (Optional<Shape> type = find(name); type.isPresent(); type = find(type.get().superName())) {
            all.add(type.get());
        }
        for (final Shape type : List.copyOf(all)) {
            type.interfaces().forEach(parent -> all.addAll(hierarchy(parent)));
        }
        return all;
    }

    private Optional<Integer> lookUp(final String owner, final String key,
            final Function<Shape, Map<String, Integer>> kind) {
        return hierarchy(owner).stream().map(type -> kind.apply(type).get(key)).filter(access -> access != null)
                .findFirst();
    }

    /** Every abstract method of a server's type has an implementation in a class of ours that is not abstract. */
    private void checkImplemented(final Shape type) {
        if ((type.access() & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) != 0) {
            return;
        }
        final Set<Shape> all = new LinkedHashSet<>(Set.of(type));
        all.addAll(hierarchy(type.superName()));
        type.interfaces().forEach(parent -> all.addAll(hierarchy(parent)));
        final Set<String> implemented = new HashSet<>();
        all.forEach(each -> each.methods().forEach((method, access) -> {
            if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0) {
                implemented.add(method);
            }
        }));
        all.stream().filter(each -> isChecked(each.name())).forEach(each -> each.methods().forEach((method, access) -> {
            if ((access & Opcodes.ACC_ABSTRACT) != 0 && !implemented.contains(method)) {
                report(type.name(), "does not implement " + each.name() + "." + method);
            }
        }));
    }

    private void report(final String from, final String what) {
        problems.add(from.replace('/', '.') + ": " + what);
    }

    /** Walks through one class. */
    private final class References extends ClassVisitor {

        private final String self;

        References(final String self) {
            super(ASM);
            this.self = self;
        }

        @Override
        public void visit(final int version, final int access, final String name, final String signature,
                final String superName, final String[] interfaces) {
            type(superName).ifPresent(parent -> {
                if (parent.isInterface() || (parent.access() & Opcodes.ACC_FINAL) != 0) {
                    report(self, "extends " + superName + ", which is an interface or final");
                }
            });
            for (final String parent : interfaces) {
                type(parent).filter(found -> !found.isInterface())
                        .ifPresent(found -> report(self, "implements " + parent + ", which is a class"));
            }
        }

        @Override
        public FieldVisitor visitField(final int access, final String name, final String descriptor,
                final String signature, final Object value) {
            type(Type.getType(descriptor));
            return null;
        }

        @Override
        public AnnotationVisitor visitAnnotation(final String descriptor, final boolean visible) {
            if (visible) {
                type(Type.getType(descriptor));
            }
            return null;
        }

        @Override
        public MethodVisitor visitMethod(final int access, final String name, final String descriptor,
                final String signature, final String[] exceptions) {
            type(Type.getMethodType(descriptor));
            for (final String exception : exceptions == null ? new String[0] : exceptions) {
                type(exception);
            }
            return new Code(this);
        }

        private Optional<Shape> type(final String name) {
            if (name == null || !isChecked(name)) {
                return Optional.empty();
            }
            references++;
            final Optional<Shape> found = find(name);
            if (found.isEmpty()) {
                report(self, "there is no class " + name);
            }
            return found;
        }

        private void type(final Type type) {
            switch (type.getSort()) {
                case Type.ARRAY -> type(type.getElementType());
                case Type.OBJECT -> type(type.getInternalName());
                case Type.METHOD -> {
                    type(type.getReturnType());
                    for (final Type argument : type.getArgumentTypes()) {
                        type(argument);
                    }
                }
                default -> { }
            }
        }

        private void method(final String owner, final String name, final String descriptor, final boolean isStatic,
                final boolean isInterface) {
            type(Type.getMethodType(descriptor));
            type(owner).ifPresent(type -> {
                final String what = owner + "." + name + descriptor;
                if (type.isInterface() != isInterface) {
                    report(self, "takes " + owner + (isInterface ? " for an interface" : " for a class") + " to call "
                            + name);
                }
                final Optional<Integer> access = "<init>".equals(name)
                        ? Optional.ofNullable(type.methods().get(name + descriptor))
                        : lookUp(owner, name + descriptor, Shape::methods)
                                .or(() -> lookUp("java/lang/Object", name + descriptor, Shape::methods));
                member(what, access, isStatic);
            });
        }

        private void field(final String owner, final String name, final String descriptor, final boolean isStatic) {
            type(Type.getType(descriptor));
            type(owner).ifPresent(type -> member(owner + "." + name + ":" + descriptor,
                    lookUp(owner, name + ":" + descriptor, Shape::fields), isStatic));
        }

        private void member(final String what, final Optional<Integer> access, final boolean isStatic) {
            if (access.isEmpty()) {
                report(self, "there is no " + what);
            } else if ((access.get() & Opcodes.ACC_STATIC) != 0 != isStatic) {
                report(self, what + (isStatic ? " is not static" : " is static"));
            } else if ((access.get() & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) == 0) {
                report(self, what + " cannot be accessed");
            }
        }

        private void constant(final Object constant) {
            if (constant instanceof Type type) {
                type(type);
            } else if (constant instanceof Handle handle) {
                handle(handle);
            } else if (constant instanceof ConstantDynamic dynamic) {
                handle(dynamic.getBootstrapMethod());
                for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                    constant(dynamic.getBootstrapMethodArgument(i));
                }
            }
        }

        private void handle(final Handle handle) {
            switch (handle.getTag()) {
                case Opcodes.H_GETFIELD, Opcodes.H_PUTFIELD ->
                    field(handle.getOwner(), handle.getName(), handle.getDesc(), false);
                case Opcodes.H_GETSTATIC, Opcodes.H_PUTSTATIC ->
                    field(handle.getOwner(), handle.getName(), handle.getDesc(), true);
                default -> method(handle.getOwner(), handle.getName(), handle.getDesc(),
                        handle.getTag() == Opcodes.H_INVOKESTATIC, handle.isInterface());
            }
        }

        /** A lambda expression implements one method of an interface: there may be no other abstract one. */
        private void lambda(final String name, final Type implemented) {
            if (implemented.getSort() == Type.OBJECT && isChecked(implemented.getInternalName())) {
                for (final Shape parent : hierarchy(implemented.getInternalName())) {
                    parent.methods().forEach((method, access) -> {
                        if ((access & Opcodes.ACC_ABSTRACT) != 0 && !method.startsWith(name + "(")
                                && lookUp("java/lang/Object", method, Shape::methods).isEmpty()) {
                            report(self, "a lambda expression does not implement " + parent.name() + "." + method);
                        }
                    });
                }
            }
        }
    }

    /** Walks through one method. */
    private static final class Code extends MethodVisitor {

        private final References references;

        Code(final References references) {
            super(ASM);
            this.references = references;
        }

        @Override
        public void visitTypeInsn(final int opcode, final String type) {
            references.type(Type.getObjectType(type));
        }

        @Override
        public void visitMultiANewArrayInsn(final String descriptor, final int dimensions) {
            references.type(Type.getType(descriptor));
        }

        @Override
        public void visitTryCatchBlock(final Label start, final Label end, final Label handler, final String type) {
            references.type(type);
        }

        @Override
        public void visitFieldInsn(final int opcode, final String owner, final String name, final String descriptor) {
            references.field(owner, name, descriptor, opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC);
        }

        @Override
        public void visitMethodInsn(final int opcode, final String owner, final String name, final String descriptor,
                final boolean isInterface) {
            references.method(owner, name, descriptor, opcode == Opcodes.INVOKESTATIC, isInterface);
        }

        @Override
        public void visitInvokeDynamicInsn(final String name, final String descriptor, final Handle bootstrap,
                final Object... arguments) {
            references.type(Type.getMethodType(descriptor));
            references.handle(bootstrap);
            for (final Object argument : arguments) {
                references.constant(argument);
            }
            references.lambda(name, Type.getReturnType(descriptor));
        }

        @Override
        public void visitLdcInsn(final Object value) {
            references.constant(value);
        }
    }
}
