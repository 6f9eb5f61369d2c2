<%--
  ~ Copyright (C) 2026 the MUC Pulse authors
  ~
  ~ Licensed under the Apache License, Version 2.0 (the "License");
  ~ you may not use this file except in compliance with the License.
  ~ You may obtain a copy of the License at
  ~
  ~     http://www.apache.org/licenses/LICENSE-2.0
  ~
  ~ Unless required by applicable law or agreed to in writing, software
  ~ distributed under the License is distributed on an "AS IS" BASIS,
  ~ WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
  ~ See the License for the specific language governing permissions and
  ~ limitations under the License.
--%>
<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="c" uri="http://java.sun.com/jsp/jstl/core" %>
<%@ taglib prefix="fmt" uri="http://java.sun.com/jsp/jstl/fmt" %>
<!DOCTYPE html>
<html lang="<c:out value="${language}"/>">
<head>
    <title><fmt:message key="users.title"/></title>
    <meta name="pageID" content="mucpulse-users">
    <%@ include file="WEB-INF/head.jspf" %>
</head>
<body>
<div class="mucpulse">
<%@ include file="WEB-INF/news.jspf" %>
<p><fmt:message key="users.intro"/></p>

<form action="mucpulse-users.jsp" method="get" class="mucpulse-search" role="search">
    <label for="user"><fmt:message key="users.user"/></label>
    <input type="search" id="user" name="user" value="<c:out value="${typed}"/>" size="40" maxlength="3071"<c:if test="${wrong}"> aria-invalid="true" aria-describedby="user-error"</c:if>>
    <button type="submit"><fmt:message key="button.search"/></button>
</form>
<c:if test="${wrong}">
    <div class="mucpulse-error" id="user-error" role="alert"><fmt:message key="users.wrong"/></div>
</c:if>

<c:if test="${not empty lists}">
<form action="mucpulse-users.jsp" method="get" class="mucpulse-search" role="search">
    <label for="text"><fmt:message key="users.text"/></label>
    <input type="search" id="text" name="text" value="<c:out value="${text}"/>" size="30" maxlength="100">
    <button type="submit"><fmt:message key="list.filter"/></button>
</form>
<c:forEach var="list" items="${lists}">
<c:set var="part" value="${list.part()}"/>
<h2 class="jive-contentBoxHeader"><c:out value="${list.title()}"/> · <fmt:message key="value.number"><fmt:param value="${part.total()}"/></fmt:message></h2>
<div class="jive-contentBox" id="<c:out value="${list.id()}"/>">
    <c:forEach var="note" items="${list.notes()}"><p><c:out value="${note}"/></p></c:forEach>
    <c:choose>
    <c:when test="${empty list.lines()}"><p><fmt:message key="users.none"/></p></c:when>
    <c:otherwise>
    <div class="jive-table mucpulse-scroll" tabindex="0" role="region" aria-label="<c:out value="${list.title()}"/>">
    <table>
        <thead>
            <tr>
                <c:forEach var="column" items="${part.columns()}">
                    <th scope="col" class="<c:out value="${column.style()}"/>" aria-sort="<c:out value="${column.sorted()}"/>"><a href="<c:out value="${column.link()}"/>"><c:out value="${column.label()}"/></a></th>
                </c:forEach>
                <th scope="col"><fmt:message key="list.console"/></th>
            </tr>
        </thead>
        <tbody>
            <c:forEach var="line" items="${list.lines()}">
                <tr>
                    <th scope="row"><c:choose><c:when test="${empty line.link()}"><c:out value="${line.user()}"/></c:when><c:otherwise><a href="<c:out value="${line.link()}"/>"><c:out value="${line.user()}"/></a></c:otherwise></c:choose></th>
                    <c:forEach var="cell" items="${line.cells()}"><td class="<c:out value="${cell.style()}"/>"><c:out value="${cell.text()}"/></td></c:forEach>
                    <td><c:if test="${not empty line.console()}"><a href="<c:out value="${line.console()}"/>" aria-label="<fmt:message key="list.open"/>: <c:out value="${line.user()}"/>"><fmt:message key="list.open"/></a></c:if></td>
                </tr>
            </c:forEach>
        </tbody>
    </table>
    </div>
    <%@ include file="WEB-INF/pages.jspf" %>
    <p><a class="mucpulse-csv" href="<c:out value="${list.file()}"/>" download><fmt:message key="list.csv"/></a></p>
    </c:otherwise>
    </c:choose>
</div>
</c:forEach>
</c:if>

<c:if test="${not empty user}">
<h2><c:out value="${user}"/></h2>
<p class="mucpulse-links"><a href="mucpulse-users.jsp"><fmt:message key="user.back"/></a><c:if test="${not empty consoleLink and empty account}"> <a href="<c:out value="${consoleLink}"/>"><fmt:message key="user.console"/></a></c:if></p>
<c:if test="${not empty account}">
<p class="mucpulse-box" id="account"><c:out value="${account}"/></p>
</c:if>
<c:url var="self" value="mucpulse-users.jsp"><c:param name="user" value="${user}"/></c:url>

<c:forEach var="part" items="${parts}">
<form action="<c:out value="${self}"/>" method="post" id="<c:out value="${part.id()}"/>">
    <%@ include file="WEB-INF/tokens.jspf" %>
    <h2 class="jive-contentBoxHeader"><c:out value="${part.title()}"/></h2>
    <div class="jive-contentBox">
        <c:forEach var="sentence" items="${part.intro()}"><p><c:out value="${sentence}"/></p></c:forEach>
        <c:if test="${not empty part.items()}">
            <ul>
                <c:forEach var="item" items="${part.items()}"><li><c:out value="${item}"/></li></c:forEach>
            </ul>
        </c:if>
        <c:if test="${not empty part.facts()}">
            <dl class="mucpulse-facts">
                <c:forEach var="fact" items="${part.facts()}">
                <dt><c:out value="${fact.label()}"/></dt>
                <dd><c:forEach var="value" items="${fact.values()}" varStatus="line"><c:if test="${not line.first}"><br></c:if><c:out value="${value}"/></c:forEach></dd>
                </c:forEach>
            </dl>
        </c:if>
        <c:if test="${part.removable()}">
            <p><button type="submit" name="<c:out value="${part.button()}"/>" value="1"><c:out value="${part.buttonLabel()}"/></button></p>
        </c:if>
    </div>
</form>
</c:forEach>

<%@ include file="WEB-INF/why.jspf" %>

<form action="<c:out value="${self}"/>" method="post" id="all">
    <%@ include file="WEB-INF/tokens.jspf" %>
    <h2 class="jive-contentBoxHeader"><fmt:message key="user.all"/></h2>
    <div class="jive-contentBox">
        <p><fmt:message key="user.all.intro"/></p>
        <p><fmt:message key="user.all.remains"/></p>
        <p class="mucpulse-check">
            <input type="checkbox" id="sure" name="sure" value="true">
            <label for="sure"><fmt:message key="user.sure"/></label>
        </p>
        <p><button type="submit" name="forgetAll" value="1" class="mucpulse-danger"><fmt:message key="user.all.forget"/></button></p>
    </div>
</form>
</c:if>
</div>
</body>
</html>
